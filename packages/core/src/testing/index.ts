/**
 * The test kit: a program with its actors on *simulated* threads. Each has an event loop of its own over the real shared
 * memory, all run on the thread of the test, and a seed decides which one goes on. Time is a TestClock. Threads can be
 * killed, frozen or delayed exactly before one of their memory operations. docs/testing.md tells how to use it.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Actor from "../Actor.ts"
import { type ActorError, type InvalidOption, Unreachable } from "../ActorError.ts"
import * as ActorSystem from "../ActorSystem.ts"
import * as Arena from "../internal/memory/arena.ts"
import { invalid } from "../internal/options.ts"
import * as Checks from "../internal/simulation/checks.ts"
import * as Entries from "../internal/simulation/entries.ts"
import * as Faults from "../internal/simulation/fault.ts"
import { fill } from "../internal/simulation/fill.ts"
import * as Probes from "../internal/simulation/probe.ts"
import { Simulation as Core } from "../internal/simulation/simulation.ts"
import type { SimulatedThread } from "../internal/simulation/simulatedThread.ts"
import * as Spawner from "../internal/simulation/spawner.ts"
import * as Watch from "../internal/simulation/watch.ts"
import { failure } from "../internal/system/systemView.ts"

/** What befalls a thread exactly before one of its memory operations, once. Made by `killAt`, `freezeAt`, `stickAt`, `delayAt`. */
export type Fault = Faults.Fault

/** The shared memory and the threads at one moment. */
export type Probe = Probes.Probe

/** One thread at one moment. */
export type ThreadProbe = Probes.ThreadProbe

/** How a simulation runs, and the sizes and times of its actor system, which are smaller by default than in earnest. */
export interface Options extends ActorSystem.SystemOptions {
  /** Decides the schedule: the same seed and program, the same schedule. An integer. Default 1. */
  readonly seed?: number | undefined
  /** How likely other threads take steps before a memory operation of one, 0 to 1. Default 1/32. */
  readonly preemption?: number | undefined
  /**
   * `"manual"` (the default): time stands still until `TestClock.adjust` moves it. `"auto"`: it moves to the next moment
   * that somebody waits for, whenever nothing else can happen. While threads are being stopped it always does.
   */
  readonly time?: "manual" | "auto" | undefined
  /** What befalls threads, whenever they come that far. */
  readonly faults?: ReadonlyArray<Fault> | undefined
  /** Imports the modules of entries made by `Actor.entry`. Default: `import(url)` of this library. */
  readonly importModule?: ((url: string) => Promise<object>) | undefined
}

/**
 * What a test does to the simulation that its program runs in.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Testing from "@stevedore/core/testing"
 *
 * const program = Effect.gen(function*() {
 *   const simulation = yield* Testing.Simulation
 *   assert.equal(simulation.seed, 7)
 *   yield* simulation.quiet
 *   assert.ok((yield* simulation.operations("main")) > 0)
 * })
 * await Effect.runPromise(Effect.provide(program, Testing.layer({ seed: 7 })))
 * ```
 */
export class Simulation extends Context.Service<
  Simulation,
  {
    readonly seed: number
    /** Memory operations of a thread so far: of the latest of that name, 0 when there was none. */
    readonly operations: (thread: string) => Effect.Effect<number>
    /** More faults. For a thread that runs they count from its beginning too. */
    readonly inject: (...faults: ReadonlyArray<Fault>) => Effect.Effect<void, ActorError>
    /**
     * The thread does nothing any more, until it is thawed: between two tasks of its event loop, so this completes when the
     * one that it is in has ended. Not main.
     */
    readonly freeze: (thread: string) => Effect.Effect<void, ActorError>
    /**
     * The same, and being told to end does not end it, as in a call that nothing can interrupt: after `terminateTimeout`
     * it is given up. It ends when it is thawed.
     */
    readonly stick: (thread: string) => Effect.Effect<void, ActorError>
    /**
     * Lets a thread go on that is frozen or stuck, also one that stands before an operation: of that name the first such.
     */
    readonly thaw: (thread: string) => Effect.Effect<void, ActorError>
    /**
     * Takes all free segments and blocks until the scope closes: what is sent then finds no memory. `"mail"` leaves what
     * is kept back for answers, `"blocks"` leaves the segments; `leave` is how many segments are left. By default
     * `"everything"` and none.
     */
    readonly fillArena: (options?: {
      readonly what?: "mail" | "everything" | "blocks" | undefined
      readonly leave?: number | undefined
    }) => Effect.Effect<void, ActorError, Scope.Scope>
    /**
     * Memory and threads as they are now. Takes no part in the simulation, but that main first looks what became of the jobs
     * it has sent.
     */
    readonly probe: Effect.Effect<Probe>
    /**
     * Completes when no thread can go on: everything sent was handled, or waits for time, for a frozen thread, or for
     * something outside of the simulation, which it does not see (a file, a socket, a promise).
     */
    readonly quiet: Effect.Effect<void>
    readonly "~@stevedore/core/simulation": Core
  }
>()("@stevedore/core/testing/Simulation") {}

/**
 * An entry from the Layer itself, where a real thread imports a module. For simulated threads only.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as Testing from "@stevedore/core/testing"
 *
 * class Doubler extends Actor.Service<Doubler>()("docs/Doubler", [
 *   Rpc.make("double", { payload: { n: Schema.Number }, success: Schema.Number })
 * ]) {}
 * const handlers = Doubler.toLayer({ double: ({ n }) => Effect.succeed(2 * n) })
 *
 * const program = Doubler.use((doubler) => doubler.double({ n: 21 }))
 * const doubler = Doubler.layerThread({ entry: Testing.entry(handlers) })
 * const answer = program.pipe(Effect.provide(doubler), Effect.provide(Testing.layer()), Effect.runPromise)
 * assert.equal(await answer, 42)
 * ```
 */
export const entry = <Served, E>(layer: Layer.Layer<Served, E, ActorSystem.ThreadServices>): Actor.Entry<Served> =>
  Object.assign(
    Actor.entry<{ readonly default: Layer.Layer<Served, E, ActorSystem.ThreadServices> }>(Entries.addressOf(layer)),
    // Kept for as long as somebody may start a thread with it.
    { layer }
  )

/**
 * Kills the thread exactly before its memory operation of that number: that one does not take place, and nothing of the
 * thread runs after it. Main then sees its exit. Operations count from 1, for each thread that has the name, but a fault
 * strikes once. Not main.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Testing from "@stevedore/core/testing"
 *
 * const fault = Testing.killAt("counter", 17)
 * assert.deepEqual([fault.thread, fault.operation, fault.struck], ["counter", 17, false])
 * ```
 */
export const killAt = (thread: string, operation: number): Fault =>
  new Faults.OneFault(thread, operation, { _tag: "kill" })

/**
 * Stops the thread exactly before its memory operation of that number, until it is thawed. The others go on inside of
 * that operation, so until then nothing outside of the simulation comes in: no file, no socket, no promise of theirs.
 * Not main.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Testing from "@stevedore/core/testing"
 *
 * assert.equal(Testing.freezeAt("counter", 17).effect._tag, "freeze")
 * ```
 */
export const freezeAt = (thread: string, operation: number): Fault =>
  new Faults.OneFault(thread, operation, { _tag: "freeze" })

/**
 * Stops the thread exactly before its memory operation of that number, as a call does that nothing can interrupt: until it
 * is thawed it does nothing, and being told to end does not end it. So `ActorSystem.kill` and a layer that closes give it up
 * after `terminateTimeout`; it ends when it is thawed, or goes on if nobody has told it to. The others go on inside of that
 * operation, as with `freezeAt`. Not main.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Testing from "@stevedore/core/testing"
 *
 * assert.equal(Testing.stickAt("counter", 17).effect._tag, "stick")
 * ```
 */
export const stickAt = (thread: string, operation: number): Fault =>
  new Faults.OneFault(thread, operation, { _tag: "stick" })

/**
 * Lets the others take `steps` steps (tasks of their event loops) before that memory operation of the thread.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Testing from "@stevedore/core/testing"
 *
 * assert.deepEqual(Testing.delayAt("main", 3, 10).effect, { _tag: "delay", steps: 10 })
 * ```
 */
export const delayAt = (thread: string, operation: number, steps: number): Fault =>
  new Faults.OneFault(thread, operation, { _tag: "delay", steps })

/**
 * Runs a program once for every memory operation of a thread, each time with the fault that `fault` makes for it, until
 * one does not strike any more because the program is over. Returns how many did. Says which operation it was when a run
 * fails. `every` and `from`, whole numbers from 1, try fewer; anything else fails with the reason `InvalidOption`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Exit from "effect/Exit"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as Testing from "@stevedore/core/testing"
 *
 * class Doubler extends Actor.Service<Doubler>()("docs/Doubler", [
 *   Rpc.make("double", { payload: { n: Schema.Number }, success: Schema.Number })
 * ]) {}
 * const handlers = Doubler.toLayer({ double: ({ n }) => Effect.succeed(2 * n) })
 *
 * // Whenever its thread dies, an ask is answered, or fails.
 * const program = Effect.gen(function*() {
 *   const exit = yield* Effect.exit(Doubler.use((doubler) => doubler.double({ n: 21 })))
 *   if (Exit.isSuccess(exit)) assert.equal(exit.value, 42)
 * })
 * const tried = Testing.everywhere(
 *   (operation) => Testing.killAt("doubler", operation),
 *   (fault) =>
 *     program.pipe(
 *       Effect.provide(Doubler.layerThread({ name: "doubler", entry: Testing.entry(handlers) })),
 *       Effect.provide(Testing.layer({ faults: [fault], time: "auto" })),
 *       Effect.exit
 *     ),
 *   { every: 5 }
 * )
 * assert.ok((await Effect.runPromise(tried)) > 3)
 * ```
 */
export const everywhere = <A, E, R>(
  fault: (operation: number) => Fault,
  run: (fault: Fault) => Effect.Effect<A, E, R>,
  options?: { readonly from?: number | undefined; readonly every?: number | undefined }
): Effect.Effect<number, E | ActorError, R> =>
  Effect.gen(function* () {
    const { every = 1, from = 1 } = options ?? {}
    const wrong = Checks.invalidWalk(from, every)
    if (wrong !== undefined) return yield* failure(wrong, "Testing.everywhere")
    let tried = 0
    for (let operation = from; ; operation += every) {
      const one = fault(operation)
      yield* Effect.onError(run(one), () => Effect.sync(() => report(`${Faults.describe(one)}:`)))
      if (!one.struck) return tried
      tried++
    }
  })

/**
 * An actor system on simulated threads. What is provided with it runs as its main thread, on a TestClock. A failure is
 * printed with the seed and what befell whom.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as TestClock from "effect/testing/TestClock"
 * import * as Testing from "@stevedore/core/testing"
 *
 * const program = Effect.gen(function*() {
 *   const started = Date.now()
 *   yield* Effect.sleep("1 hour").pipe(Effect.forkChild({ startImmediately: true }))
 *   yield* TestClock.adjust("1 hour")
 *   assert.ok(Date.now() - started < 60_000)
 * })
 * await Effect.runPromise(Effect.provide(program, Testing.layer()))
 * ```
 */
export const layer = (options: Options = {}): Layer.Layer<ActorSystem.ActorSystem | Simulation, ActorError> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const wrong = Checks.invalidOptions(options)
      if (wrong !== undefined) return yield* failure(wrong, "Testing.layer")
      const core = new Core({
        seed: options.seed ?? 1,
        preemption: options.preemption ?? 1 / 32,
        autoTime: options.time === "auto",
        faults: Faults.faultsOf(options.faults ?? []),
        clock: yield* Clock.clockWith(Effect.succeed)
      })
      yield* Effect.acquireRelease(
        Effect.sync(() => Watch.add(core)),
        () =>
          Effect.sync(() => {
            core.end()
            Watch.remove(core)
          })
      )
      const context = core.contextOf(core.main)
      const importModule = options.importModule ?? ((url: string) => import(url) as Promise<object>)
      const service = yield* Effect.provide(
        Effect.tap(
          ActorSystem.make({ ...sizes, ...definedIn(options), spawner: Spawner.make(core, importModule) }),
          (service) => Effect.sync(() => core.begin(service["~@stevedore/core/runtime"]))
        ),
        context
      )
      yield* Effect.addFinalizer((exit) =>
        Effect.sync(() => {
          core.autoTime = true
          if (Exit.isFailure(exit)) report(replay(core, options.faults ?? []))
        })
      )
      return Context.mergeAll(
        context,
        Context.make(ActorSystem.ActorSystem, service),
        Context.make(Simulation, simulationOf(core, service))
      )
    })
  )

const sizes = { maxThreads: 16, jobCapacity: 4096, arenaBytes: 4 * 1024 * 1024, smallBlocks: 16, largeBlocks: 4 }

const definedIn = (options: Options): ActorSystem.SystemOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))

const simulationOf = (core: Core, service: ActorSystem.ActorSystem["Service"]): Simulation["Service"] => {
  const { main } = service["~@stevedore/core/runtime"]
  // A view of our own: what is read or taken through it is nobody's operation.
  const arena = Arena.attach(main!.arena.buffer, main!.options.sizes)
  core.register(arena.words, undefined)
  const refused = (reason: InvalidOption | Unreachable) => Effect.fail(failure(reason, "Testing.Simulation"))
  const living = (name: string): Effect.Effect<SimulatedThread, ActorError> => {
    if (name === "main") return refused(invalid("thread", name, "main runs the test, and goes on: name another thread"))
    const thread = core.thread(name)
    if (thread !== undefined && !thread.dead && thread !== core.main) return Effect.succeed(thread)
    const names = core.threads.filter((each) => !each.dead && each !== core.main).map((each) => `"${each.name}"`)
    const detail = `no simulated thread "${name}" but main; there are ${names.join(", ") || "none"}`
    return refused(new Unreachable({ detail }))
  }
  return {
    seed: core.seed,
    operations: (thread) => Effect.sync(() => core.thread(thread)?.operations ?? 0),
    inject: (...faults) =>
      Effect.suspend(() => {
        const wrong = Faults.invalidFaults(faults)
        if (wrong !== undefined) return refused(wrong)
        for (const fault of Faults.faultsOf(faults)) core.inject(fault)
        return Effect.void
      }),
    freeze: (name) => Effect.flatMap(living(name), (thread) => core.halt(thread, false)),
    stick: (name) => Effect.flatMap(living(name), (thread) => core.halt(thread, true)),
    thaw: (name) =>
      Effect.suspend(() => {
        // One that is stuck may have a successor of its name.
        const standing = core.threads.find((each) => each.name === name && each.frozen && !each.dead)
        return Effect.map(standing === undefined ? living(name) : Effect.succeed(standing), (thread) =>
          core.thaw(thread)
        )
      }),
    fillArena: ({ leave = 0, what = "everything" } = {}) =>
      Effect.suspend(() => {
        const wrong = Checks.invalidFill(what, leave)
        if (wrong !== undefined) return refused(wrong)
        const filled = Effect.sync(() => fill(arena, what, leave))
        return Effect.asVoid(Effect.acquireRelease(filled, (free) => Effect.sync(free)))
      }),
    probe: Effect.sync(() => {
      core.bringHome()
      return Probes.probe(core, arena)
    }),
    quiet: core.quiet,
    "~@stevedore/core/simulation": core
  }
}

// -- what is reported ----------------------------------------------------------------------------------------------------

const replay = (core: Core, faults: ReadonlyArray<Fault>): string => {
  const befell = faults.length === 0 ? "" : `, ${faults.map(Faults.describe).join(", ")}`
  return `simulation failed after ${core.steps} steps; seed: ${core.seed}${befell} gives the same schedule again`
}

/** Past the loggers of the program: those of a test may keep what they get to themselves. */
const report = (text: string): void => {
  console.error(`@stevedore/core/testing: ${text}`)
}
