/**
 * For a thread that an actor system did not start, any `Worker`, a test runner's: takes part in the system like a member of it,
 * as long as a scope is open. It asks, tells and gets results; it serves no actors.
 */
import { ActorError, ActorErrorReason, InvalidOption } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as ThreadEntry from "@stevedore/core/ThreadEntry"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { MessagePort } from "node:worker_threads"
import * as bufferPort from "./internal/bufferPort.ts"
import { alone } from "./internal/foreignThread.ts"
import * as threadPort from "./internal/threadPort.ts"

/**
 * The actor system that `handle` comes from, for a program on this thread; actors by their `layerRef`. Closing it detaches:
 * what was told is in its mailbox, and what is asked and not answered by then fails with `Stopped`, as what is sent later
 * does. A thread that ends without that is dealt with as any other death. Fails with `InvalidOption` for what is no handle, or
 * one that is in use or was used, and with main's reason where the system has no room for another thread (`maxThreads`) or stops.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as NodeForeignThread from "@stevedore/platform-node/NodeForeignThread"
 *
 * // On main: const { handle, transfer } = yield* system.invite("guest"), then worker.postMessage(handle, transfer).
 * // There: program.pipe(Effect.provide(Digester.layerRef), Effect.provide(NodeForeignThread.layer(handle)))
 * const error = await Effect.runPromise(Effect.flip(Effect.scoped(NodeForeignThread.attach("no handle"))))
 * assert.equal(error.reason._tag, "InvalidOption")
 * ```
 */
export const layer = (handle: unknown): Layer.Layer<ActorSystem, ActorError> =>
  Layer.effect(ActorSystem, attach(handle))

/**
 * As `layer`, for as long as the scope is open.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as NodeForeignThread from "@stevedore/platform-node/NodeForeignThread"
 *
 * assert.equal(typeof NodeForeignThread.attach, "function")
 * ```
 */
export const attach = (handle: unknown) =>
  Effect.acquireRelease(
    Effect.callback<Attached, ActorError>((resume) => {
      const port = portOf(handle)
      if (port === undefined) return resume(Effect.fail(noHandle(typeof handle)))
      if (used.has(port)) return resume(Effect.fail(noHandle("used already")))
      used.add(port)
      // Nothing more comes from it, not even its close.
      if (isClosed(port)) return resume(Effect.fail(noHandle(usedOrLate)))
      const control = threadPort.make(port, port, false, alone)
      const ended = Promise.withResolvers<void>()
      port.on("close", () => {
        ended.resolve()
        // Nothing if it has attached.
        resume(Effect.fail(noHandle(usedOrLate)))
      })
      // Holds this thread's event loop while it attaches, while replies are outstanding, and while it detaches.
      let holders = 0
      const hold = {
        ref: () => void (++holders === 1 && control.ref()),
        unref: () => void (--holders === 0 && control.unref())
      }
      const detach = () => {
        hold.ref()
        control.post({ _tag: "detach" })
        return ended.promise
      }
      const built = Promise.withResolvers<void>()
      const captured = Layer.effectDiscard(
        Effect.map(ActorSystem, (system) => {
          hold.unref()
          built.resolve()
          resume(Effect.succeed({ system, detach }))
        })
      )
      hold.ref()
      let isAnswered = false
      let isGivenUp = false
      // The answer is what it needs to attach, or why it cannot.
      control.onMessage((answer) => {
        if (isGivenUp) return
        isAnswered = true
        const refused = refusalIn(answer)
        if (refused !== undefined) {
          built.resolve()
          return resume(Effect.fail(refused))
        }
        if (!isBoot(answer)) {
          // Another thread has attached with it, and has moved it here since: this is news for that one.
          isGivenUp = true
          built.resolve()
          control.close()
          return resume(Effect.fail(noHandle("used already")))
        }
        ThreadEntry.run({
          boot: answer,
          port: control,
          openEnd: bufferPort.open,
          importEntry: () => Promise.resolve({ module: { default: captured } }),
          isLoopWanted: () => true,
          keepAlive: hold,
          livesOn: true,
          exit: () => control.close()
        })
      })
      control.post({ _tag: "attach" })
      // Main frees what is a dead thread's: one that uses the system's memory has to leave it in order, others just go.
      return Effect.promise(() => {
        if (isAnswered) return built.promise.then(detach)
        isGivenUp = true
        control.close()
        return ended.promise
      })
    }),
    ({ detach }) => Effect.promise(detach),
    { interruptible: true }
  ).pipe(Effect.map(({ system }) => system))

interface Attached {
  readonly system: ActorSystem["Service"]
  readonly detach: () => Promise<void>
}

const portOf = (handle: unknown): MessagePort | undefined => {
  if (typeof handle !== "object" || handle === null) return undefined
  const { "~@stevedore/core/Invitation": name, port } = handle as Record<string, unknown>
  return typeof name === "string" && port instanceof MessagePort ? port : undefined
}

/** Ports that were attached with, whatever has become of that: a second listener would take what is the first one's. */
const used = new WeakSet<MessagePort>()
const usedOrLate = "used or too late"

/** What main answers, and nothing else that it posts, has the memory to attach to. */
const isBoot = (message: unknown): boolean =>
  (message as { readonly buffer?: unknown }).buffer instanceof SharedArrayBuffer

/** Node does not say it; one whose close has been told can no longer hold an event loop. */
const isClosed = (port: MessagePort): boolean => {
  port.ref()
  const isOpen = port.hasRef()
  port.unref()
  return !isOpen
}

const readReason = Schema.decodeUnknownSync(ActorErrorReason)

const refusalIn = (answer: unknown): ActorError | undefined => {
  const { _tag, reason } = answer as { readonly _tag?: unknown; readonly reason?: unknown }
  return _tag === "refused" ? failed(readReason(reason)) : undefined
}

const failed = (reason: ActorErrorReason): ActorError =>
  new ActorError({ reason, actor: "ActorSystem", job: "", thread: "", started: false })

const noHandle = (value: string): ActorError => {
  const remedy = "post what ActorSystem.invite returns, within startTimeout: worker.postMessage(handle, transfer)"
  return failed(new InvalidOption({ option: "handle", value, remedy }))
}
