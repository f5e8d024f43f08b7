/*
 * An entry that fits `Digester`: what it needs is provided, or is something that every thread has.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import { ActorSystem } from "../src/ActorSystem.ts"
import { CurrentThread } from "../src/CurrentThread.ts"
import { Digest, Digester, Unreadable } from "./digest.protocol.ts"

export default Digester.toLayer(
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    yield* ActorSystem
    yield* CurrentThread
    return {
      digest: Effect.fnUntraced(function* ({ path }) {
        const stat = yield* Effect.mapError(fs.stat(path), (error) => new Unreadable({ path, reason: error.message }))
        return new Digest({ path, size: Number(stat.size), at: new Date(0) })
      }),
      read: ({ path }) => Effect.mapError(fs.readFile(path), (error) => new Unreadable({ path, reason: error.message }))
    }
  })
).pipe(Layer.provide(FileSystem.layerNoop({})))
