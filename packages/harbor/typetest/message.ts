/*
 * What a message declares is what its handlers, its calls and its carrier have, without a cast.
 */
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { same, type Same } from "../../core/typetest/same.ts"
import type { ActorError } from "@stevedore/core/ActorError"
import type { HarborError } from "../src/HarborError.ts"
import * as Message from "../src/Message.ts"

class Refused extends Schema.TaggedError<Refused>()("Refused", { why: Schema.String }) {}

const Login = Message.make("cmsg_login", {
  payload: { user: Schema.String, age: Schema.optionalKey(Schema.Number) },
  success: Schema.Date,
  error: Refused
})
const Ping = Message.make("ping")
const Text = Message.make("text", { payload: Schema.String })

same<Same<typeof Login.name, "cmsg_login">>()
same<Same<Message.Payload<typeof Login>, { readonly user: string; readonly age?: number }>>()
same<Same<Message.Success<typeof Login>, Date>>()
same<Same<Message.Failure<typeof Login>, Refused>>()
same<Same<Message.Payload<typeof Ping>, void>>()
same<Same<Message.Success<typeof Ping>, void>>()
same<Same<Message.Failure<typeof Ping>, never>>()
same<Same<Message.Payload<typeof Text>, string>>()

// -- any message is one

const anyMessage = (message: Message.Any): string => message.name
anyMessage(Login)
anyMessage(Ping)

// -- the carrier's client

declare const login: (typeof Login.actor)["Service"]
const reply = login.deliver({ user: "ada" })
same<Same<typeof reply, Effect.Effect<Date, Refused | HarborError | ActorError>>>()
const withObject = login.deliverWith({ carried: { object: 1n }, payload: { user: "ada" } })
same<Same<typeof withObject, Effect.Effect<Date, Refused | HarborError | ActorError>>>()

declare const ping: (typeof Ping.actor)["Service"]
const pong = ping.deliver()
same<Same<typeof pong, Effect.Effect<void, HarborError | ActorError>>>()

// @ts-expect-error a field that is missing
login.deliver({})
// @ts-expect-error no such reach
Message.make("a", { reach: "planets" })
// @ts-expect-error no such delivery
Message.make("a", { delivery: "twice" })
