/*
 * Large data between threads without a copy: a buffer of 8 MB that moves there and back, and one out of the shared memory that a
 * file is read into, and that the thread reads at the very same place.
 * `node packages/platform-node/examples/moved/main.ts`
 */
import { open } from "node:fs/promises"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Actor from "@stevedore/core/Actor"
import * as Buffers from "@stevedore/core/Buffers"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Images } from "./image.protocol.ts"

const program = Effect.gen(function* () {
  const images = yield* Images
  const pixels = new Uint8Array(8_000_000).fill(55)
  const inverted = yield* images.invert({ pixels })
  yield* Console.log(`${inverted.length} bytes came back as ${inverted[0]}, ${pixels.length} are left here`)

  const file = yield* Effect.acquireRelease(
    Effect.promise(() => open(new URL(import.meta.url))),
    (file) => Effect.promise(() => file.close())
  )
  const buffer = yield* Buffers.acquire(64 * 1024)
  const { bytesRead } = yield* Effect.promise(() => file.read(buffer))
  const brightness = yield* images.brightness({ pixels: buffer.subarray(0, bytesRead) })
  yield* Console.log(`this file is ${brightness > 64 && brightness < 128 ? "text" : "no text"}`)
}).pipe(Effect.scoped)

const entry = Actor.entry<typeof import("./image.thread.ts")>(new URL("./image.thread.ts", import.meta.url))
program.pipe(
  Effect.provide(Images.layerThread({ entry })),
  Effect.provide(NodeActorSystem.layer()),
  NodeRuntime.runMain
)
