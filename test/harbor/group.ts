/*
 * Objects that are in groups: each notes what it is told.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Group from "@stevedore/harbor/Group"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export const Says = Message.make("says", { payload: { words: Schema.mutable(Schema.Array(Schema.String)) } })
export const Said = Message.make("said", { success: Schema.Array(Schema.String) })
const Person = ObjectKind.make("person", { messages: [Says, Said], state: Schema.Array(Schema.String) })
const room = { room: Schema.String }

/** One on each thread, by which a test has it do something. */
export class Member extends Actor.Service<Member>()("harbor-test/Member", [
  Rpc.make("claim", { success: ObjectId.ObjectId, error: HarborError }),
  Rpc.make("release", { payload: { id: ObjectId.ObjectId }, error: HarborError }),
  Rpc.make("add", { payload: { ...room, id: ObjectId.ObjectId }, error: HarborError }),
  Rpc.make("members", { payload: room, success: Schema.Array(ObjectId.ObjectId), error: HarborError }),
  Rpc.make("count", { payload: room, success: Schema.Int, error: HarborError }),
  Rpc.make("say", { payload: { ...room, word: Schema.String }, success: Schema.Int, error: HarborError })
]) {}

/** On a thread that comes later. */
export class Late extends Actor.Service<Late>()("harbor-test/Late", [
  Rpc.make("ends", { payload: room, success: Schema.Array(ObjectId.ObjectId), error: HarborError })
]) {}

export const lateThread = Late.toLayer(
  Effect.map(Effect.context<Harbor.Harbor>(), (context) => ({
    ends: ({ room }) =>
      Group.members(room).pipe(
        Effect.map((all) => [...all.slice(0, 1), ...all.slice(-1)]),
        Effect.provide(context)
      )
  }))
).pipe(Layer.provide(Harbor.layer()))

export const thread = Member.toLayer(
  Effect.gen(function* () {
    const directory = yield* Directory.Directory
    const context = yield* Effect.context<Harbor.Harbor | Directory.Directory>()
    yield* directory.serve(Person, {
      says: ({ words }, self) =>
        Effect.map(Envelope.current, ({ group }) => {
          self.state = [...self.state, ...words.map((word) => `${word} in ${group}`)]
          words.push("heard already")
        }),
      said: (_, self) => Effect.succeed(self.state)
    })
    return {
      claim: () => directory.claim(Person, []),
      release: ({ id }) => directory.release(id),
      add: ({ id, room }) => Effect.provide(Group.add(room, id), context),
      members: ({ room }) => Effect.provide(Group.members(room), context),
      count: ({ room }) =>
        Effect.provide(
          Effect.map(Group.members(room), ({ length }) => length),
          context
        ),
      say: ({ room, word }) => Effect.provide(Group.send(room, Says, { words: [word] }), context)
    }
  })
).pipe(Layer.provide(Layer.merge(Harbor.layer(), Directory.layer())))
