/*
 * Actors for the tests of memory that is not copied: one that says where it sees what it is given, and one that reads files.
 */
import { open } from "node:fs/promises"
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Buffers from "@stevedore/core/Buffers"
import * as Job from "@stevedore/core/Job"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const Moved = Job.transfer(Schema.Uint8Array)
const Seen = Schema.Struct({ shared: Schema.Boolean, at: Schema.Number, sum: Schema.Number })

export class Reader extends Actor.Service<Reader>()("test/buffers/Reader", [
  Rpc.make("see", { payload: { name: Schema.String, data: Moved }, success: Seen }).annotate(Job.Scoped, true),
  Rpc.make("seeLater", { payload: { data: Schema.Uint8Array }, success: Seen }).annotate(Job.Scoped, true),
  Rpc.make("copied", { payload: { data: Moved }, success: Seen }),
  /** Gives back what it reads where it lies. */
  Rpc.make("echo", { payload: { data: Schema.Uint8Array }, success: Schema.Uint8Array }).annotate(Job.Scoped, true),
  /** Sends on what a handler before it kept although its time was over. */
  Rpc.make("keep", { payload: { data: Schema.Uint8Array } }).annotate(Job.Scoped, true),
  Rpc.make("kept", { success: Schema.Uint8Array }),
  /** Reads a file into a buffer of its thread, and gives that away: where it lay goes with it. */
  Rpc.make("file", {
    payload: { path: Schema.String },
    success: Schema.Struct({ at: Schema.Number, data: Moved }),
    error: Schema.Never
  }),
  Rpc.make("hold", { payload: { bytes: Schema.Number } }),
  /** So many bytes, made here. */
  Rpc.make("bytes", { payload: { bytes: Schema.Number }, success: Schema.Uint8Array })
]) {}

/** Asks a reader, and reads what comes where it lies. */
export class Passer extends Actor.Service<Passer>()("test/buffers/Passer", [
  /** What it has read is its own result, with where it lay. */
  Rpc.make("pass", {
    payload: { path: Schema.String },
    success: Schema.Struct({ at: Schema.Number, data: Schema.Uint8Array }),
    error: ActorError
  })
]) {}

export const passing = Passer.toLayer(
  Effect.gen(function* () {
    const reader = yield* Reader
    return {
      pass: ({ path }) => Effect.map(reader.file.scoped({ path }), ({ data }) => ({ at: data.byteOffset, data }))
    }
  })
).pipe(Layer.provide(Reader.layerRef))

export const seen = (data: Uint8Array): typeof Seen.Type => ({
  shared: data.buffer instanceof SharedArrayBuffer,
  at: data.byteOffset,
  sum: data.reduce((sum, each) => sum + each, 0)
})

/** Reads the whole file into a buffer of this thread. */
export const readFile = (path: string) =>
  Effect.gen(function* () {
    const file = yield* Effect.acquireRelease(
      Effect.promise(() => open(path)),
      (file) => Effect.promise(() => file.close())
    )
    const { size } = yield* Effect.promise(() => file.stat())
    const data = yield* Buffers.acquire(size)
    yield* Effect.promise(() => file.read(data, 0, size, 0))
    return data
  })

export const handlers = Reader.toLayer(
  Effect.gen(function* () {
    const system = yield* ActorSystem
    let kept = new Uint8Array(0)
    return {
      see: ({ data }) => Effect.succeed(seen(data)),
      seeLater: ({ data }) =>
        Effect.andThen(
          Effect.yieldNow,
          Effect.sync(() => seen(data))
        ),
      copied: ({ data }) => Effect.succeed(seen(data)),
      echo: ({ data }) => Effect.succeed(data),
      keep: ({ data }) =>
        Effect.sync(() => {
          kept = data as Uint8Array<ArrayBuffer>
        }),
      kept: () => Effect.succeed(kept),
      file: ({ path }) =>
        readFile(path).pipe(
          Effect.map((data) => ({ at: data.byteOffset, data })),
          Effect.provideService(ActorSystem, system),
          Effect.orDie
        ),
      bytes: ({ bytes }) => Effect.as(Effect.yieldNow, new Uint8Array(bytes).fill(7)),
      hold: ({ bytes }) =>
        Effect.andThen(Buffers.acquire(bytes), Effect.never).pipe(
          Effect.provideService(ActorSystem, system),
          Effect.catch((error: ActorError) => Effect.die(error))
        )
    }
  })
)
