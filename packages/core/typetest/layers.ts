/*
 * What each layer provides, requires and may fail with; and that a second tag is a second service of one actor.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import type { ActorSystem } from "../src/ActorSystem.ts"
import type { CurrentThread } from "../src/CurrentThread.ts"
import { Digest, Digester, Fast, Unreadable } from "./digest.protocol.ts"
import { same, type Same } from "./same.ts"

const entry = Actor.entry<typeof import("./digest.thread.ts")>("x")

declare const handlers: Layer.Layer<Actor.Handlers<Digester>, "boom", "service">

const local = Digester.layerLocal(handlers)
same<Same<typeof local, Layer.Layer<Digester, "boom", "service">>>()
const onMain = Digester.layerMain(handlers)
same<Same<typeof onMain, Layer.Layer<Digester, "boom" | ActorError, "service" | ActorSystem>>>()
const thread = Digester.layerThread({ entry })
same<Same<typeof thread, Layer.Layer<Digester, ActorError, ActorSystem>>>()
const pool = Digester.layerPool({ entry, size: 2, name: "digest", window: 10, whenFull: "1 second" })
same<Same<typeof pool, Layer.Layer<Digester, ActorError, ActorSystem>>>()
const reference = Digester.layerRef
same<Same<typeof reference, Layer.Layer<Digester, never, ActorSystem>>>()

// What every thread has is provided to handlers wherever they run.
declare const needsThread: Layer.Layer<Actor.Handlers<Digester>, never, ActorSystem | CurrentThread>
const localThread = Digester.layerLocal(needsThread)
same<Same<typeof localThread, Layer.Layer<Digester>>>()

// Statics use no `this`.
export const { layerRef, toLayer } = Digester

// -- A25: the same actor under a second tag, served by the same entry

const fast = Fast.layerPool({ entry, size: 1 })
same<Same<typeof fast, Layer.Layer<Fast, ActorError, ActorSystem>>>()
export const twoTags = Effect.gen(function* () {
  const [slow, quick] = [yield* Digester, yield* Fast]
  return yield* Effect.all([slow.digest({ path: "" }), quick.digest({ path: "" })])
})
same<Same<Effect.Services<typeof twoTags>, Digester | Fast>>()

export class Twin extends Actor.Service<Twin>()("app/Twin", Digester.group) {}
// @ts-expect-error the same group, but handlers of its own
Twin.layerPool({ entry, size: 1 })

// -- layerTest: some handlers, no verbs

const digest = (path: string) => new Digest({ path, size: 0, at: new Date(0) })
const stand: Layer.Layer<Digester> = Digester.layerTest({ digest: ({ path }) => Effect.succeed(digest(path)) })
export const empty: Layer.Layer<Digester> = Digester.layerTest({})
export const stands = [stand, empty]
// @ts-expect-error not what the Rpc returns
Digester.layerTest({ digest: () => Effect.succeed(1) })

// -- an actor that asks another, with statics that use the class

export class Indexer extends Actor.Service<Indexer>()("t/Indexer", [
  Rpc.make("index", { payload: { path: Schema.String }, success: Schema.Number, error: Unreadable })
]) {
  static readonly handlers = Indexer.toLayer(
    Effect.gen(function* () {
      const digester = yield* Digester
      return {
        index: ({ path }) =>
          digester.digest({ path }).pipe(
            Effect.map((found) => found.size),
            Effect.catchTag("ActorError", Effect.die)
          )
      }
    })
  )
  static readonly local = this.layerLocal(Indexer.handlers)
}
same<Same<typeof Indexer.local, Layer.Layer<Indexer, never, Digester>>>()
const indexerModule = { default: Indexer.handlers.pipe(Layer.provide(Digester.layerRef)) }
Indexer.layerThread({ entry: Actor.entry<typeof indexerModule>("x") })

// -- options that cannot be

// @ts-expect-error an actor on threads needs an entry
Digester.layerPool({ size: 2 })
// @ts-expect-error one thread has no size
Digester.layerThread({ entry, size: 2 })
// @ts-expect-error one thread has nothing to choose from
Digester.layerThread({ entry, routing: undefined })
Digester.layerThread({ entry, whenFull: "dropNewest" })
Digester.layerPool({ entry, whenFull: "dropOldest" })
// @ts-expect-error no such word
Digester.layerThread({ entry, whenFull: "dropAll" })
