/**
 * What runs in a fresh thread: attaches to the shared memory, imports the entry, builds its Layer, serves its actors, and
 * stops in order. Called once by a platform's bootstrap, on that thread.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Scope from "effect/Scope"
import { ArenaCorrupt, Stopped, ThreadDied } from "./ActorError.ts"
import { ActorSystem } from "./ActorSystem.ts"
import { CurrentThread } from "./CurrentThread.ts"
import * as BuffersPort from "./internal/system/buffersPort.ts"
import { Asking } from "./internal/system/asking.ts"
import type { Boot, StartFailure, ToMain, ToThread } from "./internal/system/control.ts"
import { Directory } from "./internal/system/directory.ts"
import * as Finishing from "./internal/hosting/finishing.ts"
import { type BuiltHandlers, builtHandlersIn, handlersKey, host as hostInstance } from "./internal/hosting/handlers.ts"
import { Carrier } from "./internal/sending/carrier.ts"
import { settle } from "./internal/sending/settling.ts"
import * as Leaving from "./internal/supervision/leaving.ts"
import { decode, Lives } from "./internal/supervision/lives.ts"
import * as Arena from "./internal/memory/arena.ts"
import * as Bell from "./internal/memory/bell.ts"
import { Thread } from "./internal/memory/layout.ts"
import * as ThreadRecord from "./internal/memory/threadRecord.ts"
import { foreignHandlers } from "./internal/system/oneCopy.ts"
import type { SystemRuntime } from "./internal/system/systemRuntime.ts"
import { fromRuntime } from "./internal/system/systemService.ts"
import { parallelism } from "./internal/system/parallelism.ts"
import { SharedNames } from "./internal/system/sharedBuffers.ts"
import { staying } from "./internal/thread/linger.ts"
import type { MakeStaying } from "./internal/thread/rest.ts"
import { SlowLimits } from "./internal/thread/slowLimits.ts"
import { ThreadLoop } from "./internal/thread/threadLoop.ts"
import { shown } from "./internal/options.ts"
import * as WorkerLog from "./internal/system/workerLog.ts"
import type { ImportFailure, ThreadHost } from "./ThreadSpawner.ts"

/** Main is the first thread of a system. */
const MAIN = 0

/**
 * Runs this thread until main stops it. Reports its start, or why it did not start, over the host's port; never throws.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ThreadEntry from "@stevedore/core/ThreadEntry"
 *
 * // A platform's bootstrap calls it with the host it has built: ThreadEntry.run({ boot, port, importEntry, exit })
 * assert.equal(typeof ThreadEntry.run, "function")
 * ```
 */
export const run = (host: ThreadHost): void => {
  const boot = host.boot as Boot
  const post = (message: ToMain): void => host.port.post(message)
  const fail = (failure: StartFailure): void => {
    post({ _tag: "failed", failure })
    host.exit(1)
  }
  const arena = Arena.attach(boot.buffer, boot.sizes)
  const slowLimits = new SlowLimits(boot.slow)
  let slowVersion = boot.slowVersion
  const loop = new ThreadLoop({
    arena,
    thread: boot.thread,
    // The port is ref'd while this thread lives, so nothing else needs to hold its event loop.
    keepAlive: host.keepAlive ?? { ref: () => {}, unref: () => {} },
    eventLoop: host.eventLoop,
    linger: lingerOf(boot, host),
    runsAlone: host.eventLoop === undefined && parallelism() === 1,
    // Also before main has told everybody.
    threadName: (thread) => (thread === boot.thread ? boot.name : directory.threadName(thread)),
    deathReason: (thread) => deathReason(arena, thread),
    noticed: (acknowledged) => {
      if (acknowledged) Bell.ring(arena, MAIN, Bell.NOTICE)
    },
    lost: (letters) => post({ _tag: "deadLetters", letters }),
    wantPort: (thread, incarnation) => post({ _tag: "wantPort", thread, incarnation }),
    slowLimits,
    slow: (report) => post({ _tag: "slow", report, version: slowVersion }),
    jobOf: (instance, method) => directory.jobOf(instance, method),
    corrupt: (_, { dump, what }) => post({ _tag: "corrupt", what, dump })
  })
  const directory = new Directory(loop.mesh, loop.outbox)
  const asking = new Asking(post, () => loop.hold())
  let stopping = false
  const system: SystemRuntime = {
    loop,
    directory,
    lives: new Lives(),
    ask: asking.ask,
    sharedNames: new SharedNames(asking.ask),
    isEnding: () => stopping,
    stopTimeoutMillis: boot.stopTimeoutMillis,
    carrier: new Carrier(boot.minimumLogLevel),
    interruptGraceMillis: boot.interruptGraceMillis,
    nameTimeoutMillis: boot.nameTimeoutMillis,
    nestedWaitMillis: boot.nestedWaitMillis,
    main: undefined
  }
  const state = (value: ThreadRecord.State): void => ThreadRecord.store(arena, boot.thread, Thread.state, value)
  const scope = Scope.makeUnsafe()
  const logs = WorkerLog.forwarding(post, () => ThreadRecord.load(arena, boot.thread, Thread.logged))
  const services = servicesOf(system, boot, logs.logger)
  const runFork = Effect.runForkWith(host.context ?? Context.empty())

  host.port.onMessage((message) => {
    const received = message as ToThread
    if (received._tag === "directory") {
      const { news } = received
      loop.deaths.loseAll(news.threads)
      directory.announce(news)
      loop.deaths.after(() => {
        directory.apply(news)
        if (received.acknowledge) post({ _tag: "applied", version: news.version })
      })
    } else if (received._tag === "answer") {
      asking.answered(received.number, received.answer)
    } else if (received._tag === "slowAfter") {
      slowLimits.set(received.settings)
      slowVersion = received.version
      loop.slow.rearm()
    } else if (received._tag === "lives") {
      for (const event of received.events) system.lives.tell(decode(event))
    } else if (received._tag === "port" || received._tag === "portOpen") {
      BuffersPort.take(loop, host, received, post)
    } else if (!stopping) {
      stopping = true
      runFork(received._tag === "stop" ? stop(received.deadlineMillis) : recycle(received.deadlineMillis))
    }
  })
  directory.apply(boot.names)
  state(ThreadRecord.State.initialized)
  // Before the entry is built: a start hook may ask other actors, and their replies have to be drained.
  loop.start()

  const stop = (deadlineMillis: number): Effect.Effect<void> =>
    Effect.gen(function* () {
      state(ThreadRecord.State.stopping)
      loop.closeMail()
      const held = yield* Finishing.finish(loop, deadlineMillis)
      if (held.length > 0) post({ _tag: "held", jobs: held })
      yield* Finishing.refuse(loop)
      yield* end(ThreadRecord.State.stopped)
    })

  /** Ends as a crash would for those who have jobs here, but after its own have finished. */
  const recycle = (deadlineMillis: number): Effect.Effect<void> =>
    Effect.gen(function* () {
      state(ThreadRecord.State.stopping)
      yield* Leaving.leave(loop, deadlineMillis)
      yield* end(ThreadRecord.State.recycled)
    })

  const end = (last: ThreadRecord.State): Effect.Effect<void> =>
    Effect.gen(function* () {
      post({ _tag: "stopHooks" })
      const closed = yield* Effect.exit(Scope.close(scope, Exit.void))
      asking.end()
      logs.end()
      if (Exit.isFailure(closed)) post({ _tag: "stopFailed", detail: Cause.pretty(closed.cause) })
      yield* Effect.callback<void>((resume) => loop.afterDrain(() => resume(Effect.void)))
      if (host.livesOn === true) {
        directory.end()
        settle(loop.outbox)
      }
      loop.flush()
      loop.release()
      // Who waits for a buffer hears that there will be none.
      if (host.livesOn === true) for (const look of Array.from(loop.mesh.waitingForMemory)) look()
      loop.letters.end()
      state(last)
      host.exit(0)
    })

  const start = Effect.gen(function* () {
    const imported = yield* Effect.promise(() => host.importEntry(boot.entry))
    if ("failure" in imported) return fail(importFailure(imported.failure))
    // Loaded by those that need it: most threads serve actors.
    const served = boot.instances.some((instance) => instance.module !== undefined)
      ? (yield* Effect.promise(() => import("./internal/module/serveModule.ts"))).moduleOf(
          boot.instances,
          imported.module
        )
      : undefined
    if (served !== undefined && "mismatch" in served) return fail(served.mismatch)
    const layer = served?.layer ?? (imported.module as { readonly default?: unknown }).default
    if (!Layer.isLayer(layer)) {
      return fail({ _tag: "noDefault", detail: noDefault(boot.entry, imported.module, layer) })
    }
    const built = yield* Effect.exit(
      Layer.buildWithScope(Layer.provide(layer as Layer.Layer<unknown, unknown, any>, services), scope)
    )
    if (Exit.isFailure(built)) return fail({ _tag: "threw", detail: Cause.pretty(built.cause) })
    const context = built.value as Context.Context<never>
    const serial: Array<number> = []
    for (const instance of boot.instances) {
      const handlers = Context.getOrUndefined(context, handlersKey(instance.served))
      const isOther = instance.module === undefined && handlers?.fingerprint !== instance.fingerprint
      if (handlers === undefined || isOther) {
        return fail({ _tag: "mismatch", ...mismatch(instance.served, handlers, context) })
      }
      const foreign = foreignHandlers(instance.served, handlers)
      if (foreign !== undefined) return fail({ _tag: "mismatch", ...foreign })
      hostInstance(loop, instance.instance, instance.name, handlers)
      if (handlers.concurrency === 1) serial.push(instance.instance)
    }
    state(ThreadRecord.State.started)
    return post({ _tag: "ready", serial, functions: served?.functions ?? [] })
  })
  runFork(start as Effect.Effect<void>).addObserver((exit) => {
    if (Exit.isFailure(exit)) fail({ _tag: "threw", detail: Cause.pretty(exit.cause) })
  })
}

/** Simulated threads bring an event loop of their own, in which nothing is faster than anything else. */
const lingerOf = ({ linger }: Boot, { eventLoop, isLoopWanted }: ThreadHost): MakeStaying | undefined =>
  eventLoop !== undefined || isLoopWanted === undefined
    ? undefined
    : staying({ option: linger, parallelism: parallelism(), isLoopWanted })

const servicesOf = (
  system: SystemRuntime,
  boot: Boot,
  logger: Logger.Logger<unknown, void>
): Layer.Layer<ActorSystem | CurrentThread> =>
  Layer.mergeAll(
    Layer.succeed(ActorSystem, fromRuntime(system)),
    Layer.succeed(CurrentThread, { id: boot.incarnation, name: boot.name, isMain: false }),
    Logger.layer([logger]),
    Layer.succeed(References.MinimumLogLevel, boot.minimumLogLevel as never)
  )

/** What this thread knows about the end of another: main has stored its last state before it raised the epoch. */
const deathReason = (arena: Arena.Arena, thread: number): Stopped | ThreadDied | ArenaCorrupt => {
  const state = ThreadRecord.load(arena, thread, Thread.state)
  if (state === ThreadRecord.State.stopped) return new Stopped({})
  if (state === ThreadRecord.State.recycled) return Leaving.recycled("another thread")
  const code = ThreadRecord.load(arena, thread, Thread.exitCode)
  if (code === ThreadRecord.CORRUPT)
    return new ArenaCorrupt({ what: "found there; main has logged the dump", dump: "" })
  return new ThreadDied({ confirmed: true, detail: `exit code ${code}` })
}

const importFailure = (failure: ImportFailure): StartFailure => {
  const { error } = failure
  const text = error instanceof Error ? (error.stack ?? error.message) : `it threw ${shown(error)}`
  switch (failure.cause) {
    case "missing":
      return { _tag: "missing", detail: `no such file, tried ${failure.tried.join(" and ")}` }
    case "syntax":
      return { _tag: "syntax", detail: text }
    default:
      return { _tag: "threw", detail: text }
  }
}

const noDefault = (entry: string, module: object, found: unknown): string => {
  const remedy = "export default TheActor.toLayer({ … })"
  if (!("default" in module)) {
    const names = Object.keys(module)
    return `${entry} has no default export (it exports ${names.length === 0 ? "nothing" : names.join(", ")}); write ${remedy}`
  }
  return `the default export of ${entry} is ${found === null ? "null" : typeof found}, not a Layer; write ${remedy}`
}

const mismatch = (
  served: string,
  handlers: BuiltHandlers | undefined,
  context: Context.Context<never>
): { readonly expected: string; readonly found: string } => {
  if (handlers !== undefined) {
    return {
      expected: `"${served}" as main declares it`,
      found: `another version of "${served}": the Rpcs or schemas of the two differ`
    }
  }
  const others = builtHandlersIn(context).map((each) => `"${each.actor}"`)
  return { expected: `"${served}"`, found: others.length === 0 ? "no actor" : others.join(", ") }
}
