/*
 * An entry whose requirement was left open: no FileSystem is provided.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { Digester, Unreadable } from "./digest.protocol.ts"

export default Digester.toLayer(
  Effect.gen(function* () {
    yield* FileSystem.FileSystem
    const none = Effect.fail(new Unreadable({ path: "", reason: "" }))
    return { digest: () => none, read: () => none }
  })
)
