/**
 * Decides which simulated thread runs next, from a seed: one step is one task of one thread's event loop. All of them run
 * on this very thread, each with its own loop over the same shared memory; at a memory operation one may have to stand
 * still while others take steps, which run inside of that operation.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { Scheduler } from "effect/Scheduler"
import type { ThreadExit } from "../../ThreadSpawner.ts"
import { keepScratch } from "../codec/msgpack.ts"
import type { SystemRuntime } from "../system/systemRuntime.ts"
import { Channels } from "./bufferPort.ts"
import { SimulatedClock } from "./clock.ts"
import { Killed, type OneFault } from "./fault.ts"
import { later } from "./later.ts"
import { SeededRandom } from "./random.ts"
import { SimulatedThread, type World } from "./simulatedThread.ts"

export interface SimulationOptions {
  readonly seed: number
  /** How likely others take steps before a memory operation, 0 to 1. */
  readonly preemption: number
  /** Time moves on by itself when nothing else can. */
  readonly autoTime: boolean
  readonly faults: ReadonlyArray<OneFault>
  /** The clock of whoever builds the simulation. */
  readonly clock: Clock.Clock
}

/** Threads that stand at operations below one another. */
const DEEPEST = 6
/** A drain ends after one round in so many, as if its time were over. */
const OVER_TIME = 4
/** Nothing can go on for so long, and fibers wait for time. */
const HINT_MILLIS = 2000

export class Simulation implements World {
  readonly seed: number
  readonly random: SeededRandom
  readonly clock: SimulatedClock
  readonly main: SimulatedThread
  /** Every thread there ever was, the latest of a name last. */
  readonly threads: Array<SimulatedThread> = []
  current: SimulatedThread | undefined = undefined
  steps = 0
  /** Steps between two looks at what waits outside of the simulation. */
  stepsInTurn = 64
  autoTime: boolean
  /** Main asked for the process to be kept alive. */
  held = false
  /** For buffers that are moved. */
  readonly channels = new Channels()
  /** Who hears of a thread's end. */
  readonly onDied = new Map<SimulatedThread, (exit: ThreadExit) => void>()
  private readonly preemption: number
  private readonly faults: Array<OneFault>
  private living: ReadonlyArray<SimulatedThread> = []
  private readonly byWords = new Map<Int32Array, SimulatedThread | undefined>()
  private readonly waiting: Array<() => void> = []
  private scheduled = false
  /** Operations are nobody's, and not to be counted. */
  private isAside = false
  /** Who stands at an operation, the innermost last; `forGood` until it is thawed, and not for so many steps. */
  private readonly standing: Array<{ readonly thread: SimulatedThread; readonly forGood: boolean }> = []
  private hint: ReturnType<typeof setTimeout> | undefined = undefined
  /** What the simulation itself has to wait for: modules that are being imported. */
  private outside = 0

  constructor(options: SimulationOptions) {
    this.seed = options.seed
    this.random = new SeededRandom(options.seed)
    this.preemption = options.preemption
    this.autoTime = options.autoTime
    this.faults = Array.from(options.faults)
    this.clock = new SimulatedClock(options.clock, this.quiet)
    this.main = this.add("main", 1)
  }

  /** Between two steps of the outermost: the world outside has its own turn, which ends, and threads have none. */
  get isBetweenSteps(): boolean {
    return this.current === undefined && this.depth === 0
  }

  private get depth(): number {
    return this.standing.length
  }

  millis(): number {
    return this.clock.currentTimeMillisUnsafe()
  }

  /** Now and then the time of a drain is over, as the seed says. */
  now(thread: SimulatedThread): number {
    thread.drift += this.random.below(OVER_TIME) === 0 ? 1 : 0.01
    return this.millis() + thread.drift
  }

  /** Completes when no thread can run. */
  readonly quiet: Effect.Effect<void> = Effect.callback<void>((resume) => {
    const done = (): void => resume(Effect.void)
    this.waiting.push(done)
    this.awake()
    return Effect.sync(() => {
      const index = this.waiting.indexOf(done)
      if (index >= 0) this.waiting.splice(index, 1)
    })
  })

  // -- threads -------------------------------------------------------------------------------------------------------

  add(name: string, incarnation: number): SimulatedThread {
    const thread = new SimulatedThread(name, incarnation, this)
    this.threads.push(thread)
    this.living = [...this.living, thread]
    thread.faults = this.faults.filter((fault) => fault.thread === name && !fault.struck)
    return thread
  }

  /** The system is there: main's operations count from now on. */
  begin(runtime: SystemRuntime): void {
    this.main.runtime = runtime
    this.register(runtime.loop.arena.words, this.main)
  }

  /** The latest of that name. */
  thread(name: string): SimulatedThread | undefined {
    return this.threads.findLast((thread) => thread.name === name)
  }

  /** What fibers of a thread begin with. */
  contextOf(thread: SimulatedThread): Context.Context<never> {
    return Context.add(Context.make(Scheduler, thread.scheduler), Clock.Clock, this.clock) as Context.Context<never>
  }

  inject(fault: OneFault): void {
    this.faults.push(fault)
    const thread = this.thread(fault.thread)
    if (thread !== undefined && !thread.dead) thread.faults.push(fault)
  }

  readonly died = (thread: SimulatedThread, exit: ThreadExit): void => {
    this.living = this.living.filter((each) => each !== thread)
    this.onDied.get(thread)?.(exit)
    this.onDied.delete(thread)
  }

  /**
   * It does nothing any more, between two tasks: one that stands at an operation only while others take a few steps first
   * comes to the end of its task. Completes then.
   */
  halt(thread: SimulatedThread, stuck: boolean): Effect.Effect<void> {
    return Effect.suspend(() => {
      if (stuck) thread.stick()
      else thread.frozen = true
      return this.betweenTasks(thread)
    })
  }

  private betweenTasks(thread: SimulatedThread): Effect.Effect<void> {
    return Effect.suspend(() => {
      const goesOn = thread.onStack && thread.frozen && !thread.dead && !this.isHeldUp(thread)
      return goesOn ? Effect.andThen(Effect.yieldNow, this.betweenTasks(thread)) : Effect.void
    })
  }

  /** It stands for good, or below somebody who does. */
  private isHeldUp(thread: SimulatedThread): boolean {
    const at = this.standing.findIndex((each) => each.thread === thread)
    return at >= 0 && this.standing.some(({ forGood }, index) => forGood && index >= at)
  }

  thaw(thread: SimulatedThread): void {
    thread.thaw()
    this.awake()
  }

  // -- steps ---------------------------------------------------------------------------------------------------------

  readonly awake = (): void => {
    if (this.scheduled || this.depth > 0) return
    clearTimeout(this.hint)
    this.hint = undefined
    this.scheduled = true
    setImmediate(this.turn)
  }

  /** Some steps; between two of them promises of the world outside may go on. */
  private readonly turn = (): void => {
    this.scheduled = false
    this.stepAndGoOn(this.stepsInTurn)
  }

  private stepAndGoOn(left: number): void {
    if (!this.step() && !this.stir()) return
    if (left <= 1) return this.awake()
    queueMicrotask(() => this.stepAndGoOn(left - 1))
  }

  /** One task of one thread; false when no thread can run. */
  private step(): boolean {
    const ready = this.living.filter((thread) => thread.canRun)
    if (ready.length === 0) return false
    const thread = ready.length === 1 ? ready[0]! : ready[this.random.below(ready.length)]!
    const outer = this.current
    this.current = thread
    this.steps++
    try {
      thread.run()
    } finally {
      this.current = outer
      thread.onStack = false
    }
    return true
  }

  /**
   * No thread can run: whoever waited for that goes on, or time does. False when only the world outside can help. It is the
   * world that does this and no thread, whoever stands at an operation: fibers that wake go on in a turn of their own.
   */
  private stir(): boolean {
    const standing = this.current
    this.current = undefined
    try {
      return this.goOnWithout()
    } finally {
      this.current = standing
    }
  }

  private goOnWithout(): boolean {
    if (this.outside > 0 && this.depth === 0) return false
    const waiting = this.waiting.splice(0, this.waiting.length)
    for (const resume of waiting) resume()
    if (waiting.length > 0) return true
    if (this.clock.next === undefined) return false
    if (!this.autoTime && !this.isStopping) {
      this.hint ??= setTimeout(this.sayWhatIsWaitedFor, HINT_MILLIS)
      return false
    }
    this.clock.wakeNext()
    return true
  }

  /** What a thread that does not stop has to be waited for is time, and a test that has failed moves none. */
  private get isStopping(): boolean {
    return this.main.runtime?.main?.threads.some((handle) => handle.stoppedBy !== undefined) ?? false
  }

  private readonly sayWhatIsWaitedFor = (): void => {
    const count = this.clock.sleeping
    const who = `${count === 1 ? "a fiber waits" : `${count} fibers wait`} for a time that nobody moves`
    console.warn(`@stevedore/core/testing: ${who}: use TestClock.adjust, or Testing.layer({ time: "auto" })`)
  }

  /** The simulation is over. */
  end(): void {
    clearTimeout(this.hint)
  }

  /** Something outside is under way: as long as it is, nobody can tell that nothing will happen. */
  outsider(): () => void {
    this.outside++
    return () => {
      this.outside--
      this.awake()
    }
  }

  // -- memory operations ---------------------------------------------------------------------------------------------

  /** `words` are this thread's view of the memory; nobody's with `undefined`: the simulation's own. */
  register(words: Int32Array, thread: SimulatedThread | undefined): void {
    this.byWords.set(words, thread)
    if (thread !== undefined) thread.words = words
  }

  knows(words: Int32Array): boolean {
    return this.byWords.has(words)
  }

  /** A fresh thread attaches to the memory: its first operation. */
  adopt(words: Int32Array): boolean {
    const { current } = this
    if (current === undefined || current === this.main || current.words !== undefined) return false
    this.register(words, current)
    return true
  }

  /**
   * Main looks what became of the jobs it has sent, and the ids of those that have ended come home, as with its next sends.
   * No operations of its own, and nobody goes on meanwhile.
   */
  bringHome(): void {
    const { current, main } = this
    const loop = main.runtime?.loop
    // In the middle of an operation it may be looking itself.
    if (loop === undefined || loop.isReleased || (main.onStack && current !== main)) return
    this.isAside = true
    try {
      loop.outbox.reclaim()
    } finally {
      this.isAside = false
    }
  }

  /** Before a memory operation. Throws when it does not take place any more. */
  before(words: Int32Array): void {
    if (this.isAside) return
    const thread = this.byWords.get(words)
    if (thread === undefined) return
    if (thread.dead) throw new Killed(thread.name, thread.operations)
    thread.operations++
    const fault = thread.faults.find((each) => each.operation === thread.operations && !each.struck)
    if (fault !== undefined) this.strike(thread, fault)
    else if (this.preemption > 0 && this.current === thread && this.depth < DEEPEST) {
      if (this.random.chance(this.preemption) && !this.isFreezeAhead) this.others(thread, 1 + this.random.below(4))
    }
    if (thread.dead) throw new Killed(thread.name, thread.operations)
  }

  /** Who froze while another stands below it, half through an operation, would hold up that one as well. */
  private get isFreezeAhead(): boolean {
    return this.faults.some(({ effect, struck }) => (effect._tag === "freeze" || effect._tag === "stick") && !struck)
  }

  private strike(thread: SimulatedThread, fault: OneFault): void {
    fault.struck = true
    switch (fault.effect._tag) {
      case "kill":
        thread.die({ code: 1, error: `killed before its memory operation ${thread.operations}` })
        break
      case "freeze":
        thread.frozen = true
        this.others(thread, Number.POSITIVE_INFINITY)
        break
      case "stick":
        thread.stick()
        this.others(thread, Number.POSITIVE_INFINITY)
        break
      case "delay":
        this.others(thread, fault.effect.steps)
        break
    }
  }

  /** The others take steps while `thread` stands where it is: so many, or until it is thawed. */
  private others(thread: SimulatedThread, steps: number): void {
    const wasOnStack = thread.onStack
    const restore = keepScratch()
    thread.onStack = true
    this.standing.push({ thread, forGood: steps === Number.POSITIVE_INFINITY })
    try {
      this.stepsOfOthers(thread, steps)
    } finally {
      this.standing.pop()
      thread.onStack = wasOnStack
      restore()
      this.awake()
    }
  }

  private stepsOfOthers(thread: SimulatedThread, steps: number): void {
    for (let i = 0; i < steps && !thread.dead; i++) {
      if (steps === Number.POSITIVE_INFINITY && !thread.frozen) break
      if (this.step()) continue
      if (steps !== Number.POSITIVE_INFINITY) break
      if (this.stir()) continue
      const where = `stood still before its memory operation ${thread.operations}, and nobody else could go on`
      thread.die({ code: 1, error: `${where} without the world outside: thaw it, or freeze it between two tasks` })
    }
  }

  notify(index: number): void {
    for (const thread of this.living) if (thread.asleep?.index === index) thread.wake()
  }

  /** The sleep of a thread of this simulation; `undefined` for anybody else. */
  sleep(words: Int32Array, index: number): Promise<unknown> | undefined {
    const thread = this.byWords.get(words)
    if (thread === undefined) return undefined
    return later<void>((wake) => {
      thread.asleep = { index, wake }
    })
  }
}
