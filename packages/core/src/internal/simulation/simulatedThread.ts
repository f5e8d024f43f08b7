/**
 * One simulated thread: the tasks of an event loop of its own, a scheduler for its fibers, and how it ends. Which thread
 * runs next is not decided here: see simulation.ts.
 */
import type * as Fiber from "effect/Fiber"
import type { Scheduler, SchedulerDispatcher } from "effect/Scheduler"
import type { ThreadExit } from "../../ThreadSpawner.ts"
import type { EventLoop } from "../thread/eventLoop.ts"
import type { SystemRuntime } from "../system/systemRuntime.ts"
import { Killed, type OneFault } from "./fault.ts"
import { Queue } from "./queue.ts"
import type { SeededRandom } from "./random.ts"

export type Task = () => void

/** What a thread needs of the simulation that it is part of. */
export interface World {
  /** Whose task is running, innermost; none between two steps. */
  readonly current: SimulatedThread | undefined
  readonly main: SimulatedThread | undefined
  /** No task is running, and no thread stands at an operation: the turn of the world outside ends by itself. */
  readonly isBetweenSteps: boolean
  readonly random: SeededRandom
  /** Milliseconds since 1970, by the simulation's clock. */
  readonly millis: () => number
  /** The clock by which this thread sees that the time of a drain is over. */
  readonly now: (thread: SimulatedThread) => number
  /** Something can run. */
  readonly awake: () => void
  /** The thread has ended; nothing of it runs any more. */
  readonly died: (thread: SimulatedThread, exit: ThreadExit) => void
}

export class SimulatedThread {
  readonly name: string
  readonly eventLoop: EventLoop
  readonly scheduler: Scheduler
  /** This thread's own view of the shared memory, by which its operations are known. */
  words: Int32Array | undefined = undefined
  /** Which of all threads of the system it is; 1 is main. */
  readonly incarnation: number
  /** What it has of the system, from when its entry is built. */
  runtime: SystemRuntime | undefined = undefined
  /** How far its own clock is ahead. */
  drift = 0
  /** Memory operations so far. */
  operations = 0
  faults: Array<OneFault> = []
  /** Does nothing until it is thawed. */
  frozen = false
  /** It is in a call that nothing can interrupt: told to end, it does so when it is thawed. */
  stuck = false
  /** How it will end then. */
  private ending: ThreadExit | undefined = undefined
  dead = false
  /** A task of it is running, or stands at an operation while others run. */
  onStack = false
  /** The word it sleeps on, and what wakes it. */
  asleep: { readonly index: number; readonly wake: Task } | undefined = undefined
  private readonly world: World
  private readonly microtasks = new Queue<Task>()
  /** As an event loop has them: each in order, but none before the other. */
  private readonly turns = new Queue<Task>()
  private readonly wakes = new Queue<Task>()
  private readonly messages = new Queue<Task>()

  constructor(name: string, incarnation: number, world: World) {
    this.name = name
    this.incarnation = incarnation
    this.world = world
    this.eventLoop = {
      immediate: (task) => this.push(this.turns, task),
      // Outside of any step it is the world's own turn that ends.
      microtask: (task) => (world.isBetweenSteps ? queueMicrotask(task) : this.push(this.microtasks, task)),
      now: () => world.now(this),
      millis: () => world.millis(),
      trespasser: () => {
        // Between two steps it is the program itself that runs, which is main's.
        const current = world.current ?? world.main
        return current === this ? undefined : current?.name
      }
    }
    const dispatcher: SchedulerDispatcher = {
      scheduleTask: (task) => this.push(this.turns, task),
      flush: () => {}
    }
    this.scheduler = {
      executionMode: "async",
      // A fiber that somebody else resumed goes on in a turn of its own thread, and one of the dead never.
      shouldYield: (fiber: Fiber.Fiber<unknown, unknown>) =>
        this.world.current !== this || this.dead || fiber.currentOpCount >= fiber.cache.maxOpsBeforeYield,
      makeDispatcher: () => dispatcher
    }
  }

  private push(queue: Queue<Task>, task: Task): void {
    if (this.dead) return
    queue.push(task)
    this.world.awake()
  }

  message(task: Task): void {
    this.push(this.messages, task)
  }

  turn(task: Task): void {
    this.push(this.turns, task)
  }

  /** Its word was rung. */
  wake(): void {
    const { asleep } = this
    if (asleep === undefined) return
    this.asleep = undefined
    this.push(this.wakes, asleep.wake)
  }

  get canRun(): boolean {
    if (this.dead || this.frozen || this.onStack) return false
    return this.microtasks.size + this.turns.size + this.wakes.size + this.messages.size > 0
  }

  /** One task of its event loop, with the microtasks that come of it. */
  run(): void {
    const ready = [this.turns, this.wakes, this.messages].filter((queue) => queue.size > 0)
    const queue = ready.length > 1 ? ready[this.world.random.below(ready.length)] : ready[0]
    this.onStack = true
    // What was put off outside of a task comes first.
    this.runMicrotasks()
    const task = this.dead ? undefined : queue?.shift()
    if (task !== undefined) {
      this.guarded(task)
      this.runMicrotasks()
    }
    this.onStack = false
  }

  private runMicrotasks(): void {
    for (let task = this.microtasks.shift(); task !== undefined; task = this.microtasks.shift()) this.guarded(task)
  }

  /** An error that nobody catches ends a thread; one that ended it is no error. */
  private guarded(task: Task): void {
    try {
      task()
    } catch (error) {
      if (this.dead && error instanceof Killed) return
      if (this.name === "main") throw error
      this.die({ code: 1, error })
    }
  }

  /** It is told to end. */
  terminate(): void {
    const exit = { code: 1 }
    if (this.stuck) this.ending = exit
    else this.die(exit)
  }

  /** Does nothing, and cannot be ended. */
  stick(): void {
    this.frozen = true
    this.stuck = true
  }

  /** Goes on, or ends if it was told to meanwhile. */
  thaw(): void {
    this.frozen = false
    this.stuck = false
    if (this.ending !== undefined) this.die(this.ending)
  }

  /** Vanishes now. */
  die(exit: ThreadExit): void {
    if (this.dead) return
    this.dead = true
    this.asleep = undefined
    for (const queue of [this.microtasks, this.turns, this.wakes, this.messages]) queue.clear()
    this.world.died(this, exit)
  }
}
