/*
 * What clients and server say to each other. Clients send `cmsg`, the server `smsg`.
 */
import * as Message from "@stevedore/harbor/Message"
import * as Schema from "effect/Schema"

export class Taken extends Schema.TaggedError<Taken>()("Taken", { user: Schema.String }) {}
export class NotInARoom extends Schema.TaggedError<NotInARoom>()("NotInARoom", {}) {}

/** Enters a room under a name. */
export const Join = Message.make("cmsg_join", {
  payload: { room: Schema.String, user: Schema.String },
  error: Taken
})

/** Says something to all in the room. Who says it is the gateway's word, not the client's. */
export const Say = Message.make("cmsg_say", { payload: { text: Schema.String }, error: NotInARoom })

export const Said = Message.make("smsg_said", { payload: { user: Schema.String, text: Schema.String } })

/** Who is in a room: the latest of each user is kept for those who come late. */
export const Presence = Message.make("smsg_presence", {
  payload: { user: Schema.String, online: Schema.Boolean },
  delivery: "lastValue",
  key: ({ user }) => user
})
