/**
 * Buffers of a thread's own out of the shared memory of its actor system: what is written there and moved to another thread
 * (`Job.transfer`) is not copied, from the file or socket to the handler that reads it.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { ActorError, InvalidOption, MailboxFull, Stopped, TooLarge } from "./ActorError.ts"
import { ActorSystem } from "./ActorSystem.ts"
import { CurrentJob } from "./CurrentJob.ts"
import { RunningInfo } from "./internal/jobInfo.ts"
import { shown } from "./internal/options.ts"
import type { SystemRuntime } from "./internal/system/systemRuntime.ts"
import { largestBuffer } from "./internal/thread/ownMemory.ts"

/**
 * A buffer of so many bytes, for this thread alone until its Scope closes (inside a handler: until the job has been answered), with
 * whatever was there before in it. It takes a block of 64 KiB or 1 MiB, so at most 1 MiB; more fails with `TooLarge`. Where no
 * block is free it waits until one is; `Effect.timeout` bounds that. A handler waits no longer than `nestedWait` and fails with
 * `MailboxFull` then, since all blocks may lie in the mail behind it.
 *
 * Sent at a place that is marked `Job.transfer`, alone in its message, it goes to the other thread as it is: the same memory,
 * read there without a copy by a handler annotated `Job.Scoped`, and copied once by any other receiver. Then it is this thread's
 * no more, and must not be written to; sending it again is refused. A message that has to wait for room takes a copy
 * instead, and so does one whose other fields take more than some 250 bytes. At an unmarked place it is copied, and kept.
 *
 * Copied so by `tell` or `submit`, it is needed beyond that where its actor's threads are restarted: a job that is sent again after
 * a death is copied again. Where the Scope has closed by then that is refused (`Undecodable`, of a tell a dead letter), or, where the
 * thread has acquired that memory again, what lies there now is sent. Send `data.slice()`, or keep the Scope open until the answer.
 *
 * Elements of a stream are copied, marked or not; and as a stream is one job, what its handler has acquired is kept until the stream
 * has ended, also where a Scope within has closed: acquired for each element, the buffers of a long stream take all blocks, from
 * every thread. Make elements of memory of your own instead (`new Uint8Array(bytes)`), which a marked place moves; or acquire one
 * buffer for the whole stream, and copy what is sent.
 *
 * The view is one of shared memory: see `Job.Scoped` for what refuses that. When its thread dies its memory is given back.
 * What main still holds when the system has stopped can be used on, and never counts as free again.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as Buffers from "@stevedore/core/Buffers"
 * import * as Job from "@stevedore/core/Job"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * class Sums extends Actor.Service<Sums>()("app/Sums", [
 *   Rpc.make("sum", { payload: { data: Job.transfer(Schema.Uint8Array) }, success: Schema.Number }).annotate(Job.Scoped, true)
 * ]) {}
 *
 * const handlers = Sums.toLayer({
 *   sum: ({ data }) => Effect.sync(() => data.reduce((sum, each) => sum + each, 0))
 * })
 *
 * const program = Effect.gen(function*() {
 *   const sums = yield* Sums
 *   const data = yield* Buffers.acquire(50_000)
 *   data.fill(3)
 *   assert.equal(yield* sums.sum({ data }), 150_000)
 * }).pipe(Effect.scoped)
 * await Effect.runPromise(
 *   program.pipe(Effect.provide(Sums.layerMain(handlers)), Effect.provide(NodeActorSystem.layer()))
 * )
 * ```
 */
export const acquire = (bytes: number): Effect.Effect<Uint8Array, ActorError, ActorSystem | Scope.Scope> =>
  Effect.gen(function* () {
    const runtime = (yield* ActorSystem)["~@stevedore/core/runtime"]
    const limitBytes = largestBuffer(runtime.loop.arena)
    if (!Number.isInteger(bytes) || bytes < 0) {
      const remedy = "use a whole number of bytes"
      return yield* fail(new InvalidOption({ option: "bytes", value: shown(bytes), remedy }))
    }
    if (bytes > limitBytes) return yield* fail(new TooLarge({ what: "buffer", bytes, limitBytes }))
    const job = yield* Effect.serviceOption(CurrentJob)
    const { view } = yield* Effect.acquireRelease(
      job._tag === "Some" ? inTime(runtime, take(runtime, bytes)) : take(runtime, bytes),
      ({ block }) =>
        Effect.sync(() => {
          // A thread that has left the system has none of its memory any more: this block is another's by now.
          const release = (): void => (runtime.loop.isReleased ? undefined : runtime.loop.mesh.ownMemory.release(block))
          const isKept = job._tag === "Some" && job.value instanceof RunningInfo && job.value.keepUntilAnswered(release)
          if (!isKept) release()
        }),
      { interruptible: true }
    )
    return view
  })

/** A handler must not wait for what may stand behind it. */
const inTime = <A>(
  { loop, nestedWaitMillis }: SystemRuntime,
  taking: Effect.Effect<A, ActorError>
): Effect.Effect<A, ActorError> =>
  Effect.timeoutOrElse(taking, {
    duration: nestedWaitMillis,
    orElse: () => {
      const limit = loop.mesh.peer(loop.thread).mailOut.blocks
      return fail(new MailboxFull({ what: "blocks", limit, waitedMillis: nestedWaitMillis }))
    }
  })

const fail = (reason: InvalidOption | MailboxFull | Stopped | TooLarge): ActorError =>
  new ActorError({ reason, actor: "Buffers.acquire", job: "", thread: "", started: false })

/** One that is free, or the first that comes home. */
const take = ({ loop }: SystemRuntime, bytes: number) =>
  Effect.callback<{ readonly block: number; readonly view: Uint8Array }, ActorError>((resume) => {
    const { mesh } = loop
    let taken: ReturnType<typeof mesh.acquire>
    const attempt = (): void => {
      if (loop.isReleased) return resume(Effect.fail(fail(new Stopped({}))))
      taken = mesh.acquire(bytes)
      if (taken === undefined) mesh.waitingForMemory.add(attempt)
      else resume(Effect.succeed(taken))
    }
    attempt()
    return Effect.sync(() => {
      mesh.waitingForMemory.delete(attempt)
      // It came as whoever waited for it left.
      if (taken !== undefined && !loop.isReleased) mesh.ownMemory.release(taken.block)
    })
  })
