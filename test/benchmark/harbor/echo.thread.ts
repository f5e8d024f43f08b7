/*
 * One contract twice: as an actor of its own, and as messages of harbor. What the two cost is compared in main.ts.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"

const fields = { id: Schema.Number, name: Schema.String, active: Schema.Boolean }
const success = Schema.Struct({ id: Schema.Number, ok: Schema.Boolean })

/** Messages and tells that this thread has had. */
let had = 0

export class Direct extends Actor.Service<Direct>()("bench/Direct", [
  Rpc.make("echo", { payload: fields, success }),
  Rpc.make("note", { payload: fields }),
  Rpc.make("had", { success: Schema.Number }),
  Rpc.make("listen", { payload: { listeners: Schema.Int }, error: HarborError }),
  Rpc.make("claim", { success: ObjectId.ObjectId, error: HarborError })
]) {}

export const Echo = Message.make("echo", { payload: fields, success })
export const Note = Message.make("note", { payload: fields })

/** The same once more, for an object. */
const Thing = ObjectKind.make("thing", { messages: [Echo, Note] })

const count = () => {
  had++
  return Effect.void
}

export default Direct.toLayer(
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    const directory = yield* Directory.Directory
    const scope = yield* Effect.scope
    yield* directory.serve(Thing, { echo: ({ id }) => Effect.succeed({ id, ok: true }), note: count })
    yield* harbor.listen(Echo, ({ id }) => Effect.succeed({ id, ok: true }))
    return {
      echo: ({ id }) => Effect.succeed({ id, ok: true }),
      note: count,
      had: () => Effect.sync(() => had),
      claim: () => directory.claim(Thing),
      listen: ({ listeners }) =>
        Effect.forEach(Array.from({ length: listeners }), () => harbor.listen(Note, count), { discard: true }).pipe(
          Scope.provide(scope)
        )
    }
  })
).pipe(Layer.provide(Layer.merge(Harbor.layer(), Directory.layer())))
