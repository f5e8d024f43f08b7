/**
 * Two senders, one or two targets, main as their supervisor and a sender too: asks, tells, cancels and timeouts, then a
 * close, with whatever befalls whom. All threads are simulated, so what happened is known from outside, exactly; at the
 * end it must add up, and all memory must have come home.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Actor from "../../src/Actor.ts"
import * as Job from "../../src/Job.ts"
import type { ActorError } from "../../src/ActorError.ts"
import { blockAt } from "../../src/internal/memory/layout.ts"
import { CurrentThread } from "../../src/CurrentThread.ts"
import { deadLetters as countDeadLetters } from "../../src/internal/thread/tellAccount.ts"
import * as Testing from "../../src/testing/index.ts"
import { callUndertakers, RESTART_MILLIS } from "./undertakers.ts"

const Data = Schema.optionalKey(Job.transfer(Schema.Uint8Array))
const payload = { id: Schema.String, filler: Schema.String, data: Data }

export class Target extends Actor.Service<Target>()("kills/Target", [
  Rpc.make("echo", { payload, success: Schema.Struct({ text: Schema.String, data: Data }) }),
  Rpc.make("slow", { payload, success: Schema.String }),
  Rpc.make("note", { payload })
]) {}

export class Sender extends Actor.Service<Sender>()("kills/Sender", [
  Rpc.make("work", { payload: { run: Schema.Number } })
]) {}

export interface Shape {
  readonly seed: number
  readonly targets: 1 | 2
  readonly restart: boolean
  /** Main closes while everybody works, or once they have finished. */
  readonly close: "early" | "late"
  /** Payloads and answers do not fit a segment: they go through blocks, of which there are few. */
  readonly spills?: boolean
  /** The mailboxes are tiny, and the oldest jobs give way. */
  readonly drops?: boolean
  /** Payloads and answers move a buffer. */
  readonly moves?: boolean
  /** Who is struck is told to end and does not; whoever takes its place dies, too. */
  readonly sticks?: boolean
}

/** What befalls a thread of that shape. */
export const faultOf = ({ sticks }: Shape, thread: string, operation: number): Testing.Fault =>
  sticks === true ? Testing.stickAt(thread, operation) : Testing.killAt(thread, operation)

/** Every thread that may die. */
export const threadsOf = ({ targets }: Shape): ReadonlyArray<string> => [
  "sender-0",
  "sender-1",
  ...(targets === 1 ? ["target-0"] : ["target-0", "target-1"])
]

export const shapes = (seed: number): ReadonlyArray<Shape> =>
  [1, 2].flatMap((targets) =>
    [true, false].flatMap((restart) =>
      (["late", "early"] as const).map((close) => ({ seed, targets: targets as 1 | 2, restart, close }))
    )
  )

/** The same with blocks. */
export const spilling = (seed: number): ReadonlyArray<Shape> =>
  shapes(seed)
    .filter(({ targets }) => targets === 1)
    .map((shape) => ({ ...shape, spills: true }))

/** The same where jobs give way. */
export const dropping = (seed: number): ReadonlyArray<Shape> =>
  shapes(seed)
    .filter(({ close, targets }) => targets === 1 || close === "late")
    .map((shape) => ({ ...shape, drops: true }))

/** The same with buffers that are moved. */
export const moving = (seed: number): ReadonlyArray<Shape> =>
  shapes(seed)
    .filter(({ targets }) => targets === 1)
    .map((shape) => ({ ...shape, moves: true }))

/** The same where threads do not end. */
export const sticking = (seed: number): ReadonlyArray<Shape> =>
  shapes(seed)
    .filter(({ close, targets }) => targets === 1 || close === "late")
    .map((shape) => ({ ...shape, sticks: true }))

export const nameOf = ({ close, drops, moves, restart, seed, spills, sticks, targets }: Shape): string =>
  `${targets} ${targets === 1 ? "target" : "targets"}, restart ${restart ? "on" : "off"}, closed ${close}, ` +
  `${spills === true ? "in blocks, " : ""}${drops === true ? "the oldest give way, " : ""}${moves === true ? "with buffers, " : ""}${sticks === true ? "not ending, " : ""}seed ${seed}`

/** What became of one job, as seen from outside of all threads. */
interface Sent {
  readonly isTell: boolean
  /** The thread that sent it, as the simulation counts threads. */
  readonly sender: string
  /** A tell is in the mailbox. */
  accepted: boolean
  exits: Array<Exit.Exit<unknown, unknown>>
  handled: number
}

export interface Outcome {
  readonly violations: ReadonlyArray<string>
  readonly jobs: number
  readonly succeeded: number
  readonly failed: number
  readonly blocksUsed: boolean
  /** Handlers that had the buffer of their job. */
  readonly buffersCame: number
}

const BUFFER_BYTES = 500

class Log {
  readonly jobs = new Map<string, Sent>()
  buffersCame = 0
  /** Buffers that came and were not what was sent. */
  broken = 0
  /** Of those who came in the place of one that did not end. */
  readonly nextDeaths: Array<Testing.Fault> = []

  begin(sender: string, name: string, isTell: boolean): { readonly id: string; readonly job: Sent } {
    const id = `${sender}/${name}`
    const job: Sent = { isTell, sender, accepted: false, exits: [], handled: 0 }
    if (this.jobs.has(id)) throw new Error(`two jobs are called ${id}`)
    this.jobs.set(id, job)
    return { id, job }
  }

  handle(id: string, data: Uint8Array | undefined): void {
    this.jobs.get(id)!.handled++
    if (data === undefined) return
    this.buffersCame++
    if (data.byteLength !== BUFFER_BYTES || data.some((each) => each !== 7)) this.broken++
  }
}

/** What goes with each job: new each time, since it may be moved. */
type Fill = () => { readonly filler: string; readonly data?: Uint8Array<ArrayBuffer> }

/** What one thread sends, all of it at once, as far as it goes on by itself. */
const sendAll = (log: Log, sender: string, target: Context.Service.Shape<typeof Target>, fill: Fill) =>
  Effect.gen(function* () {
    const fibers: Array<Fiber.Fiber<unknown, unknown>> = []
    const ask = (name: string, send: (id: string) => Effect.Effect<unknown, ActorError>) =>
      Effect.gen(function* () {
        const { id, job } = log.begin(sender, name, false)
        const fiber = yield* Effect.forkChild(
          Effect.onExit(send(id), (exit) => Effect.sync(() => job.exits.push(exit))),
          { startImmediately: true }
        )
        fibers.push(fiber)
        return fiber
      })
    const tell = (name: string) =>
      Effect.gen(function* () {
        const { id, job } = log.begin(sender, name, true)
        const exit = yield* Effect.exit(target.note.tell({ id, ...fill() }))
        job.exits.push(exit)
        job.accepted = Exit.isSuccess(exit)
      })
    yield* tell("tell-0")
    yield* ask("ask-0", (id) => target.echo({ id, ...fill() }))
    const left = yield* ask("left", (id) => target.slow({ id, ...fill() }))
    yield* ask("late", (id) => target.slow({ id, ...fill() }, { timeout: 5 }))
    yield* tell("tell-1")
    const { id, job } = log.begin(sender, "submitted", false)
    const submitted = yield* Effect.exit(target.echo.submit({ id, ...fill() }))
    if (Exit.isFailure(submitted)) job.exits.push(submitted)
    yield* ask("ask-1", (id) => target.echo({ id, ...fill() }))
    yield* Fiber.interrupt(left)
    yield* tell("tell-2")
    if (Exit.isSuccess(submitted)) {
      const never = yield* submitted.value.cancel
      job.exits.push(yield* Effect.exit(submitted.value.await))
      if (never && job.handled > 0) job.exits.push(Exit.die("it was said never to start"))
    }
    yield* Effect.forEach(fibers, Fiber.await, { discard: true })
  })

const targetEntry = (log: Log) =>
  Testing.entry(
    Target.toLayer({
      echo: ({ data, filler, id }) =>
        Effect.sync(() => {
          log.handle(id, data)
          return { text: `${id} ${filler}`, ...(data === undefined ? {} : { data }) }
        }),
      slow: ({ data, id }) =>
        Effect.suspend(() => {
          log.handle(id, data)
          return Effect.as(Effect.sleep(10), id)
        }),
      note: ({ data, id }) => Effect.sync(() => log.handle(id, data))
    })
  )

const senderEntry = (log: Log, fill: Fill) =>
  Testing.entry(
    Sender.toLayer(
      Effect.gen(function* () {
        const target = yield* Target
        const thread = yield* CurrentThread
        return { work: ({ run }) => sendAll(log, `${thread.name}#${thread.id}.${run}`, target, fill) }
      })
    ).pipe(Layer.provide(Target.layerRef))
  )

const First = Sender.as<Sender>()("kills/First")
const Second = Sender.as<Sender>()("kills/Second")

/** Runs it once, and says what does not add up. */
export const run = (shape: Shape, faults: ReadonlyArray<Testing.Fault>): Effect.Effect<Outcome, ActorError> => {
  const log = new Log()
  const filler = "x".repeat(shape.spills === true ? 2000 : 150)
  const fill: Fill = () => (shape.moves === true ? { filler, data: new Uint8Array(BUFFER_BYTES).fill(7) } : { filler })
  const restart = shape.restart ? Schedule.spaced(RESTART_MILLIS) : ("never" as const)
  const whole = Effect.gen(function* () {
    const simulation = yield* Testing.Simulation
    const scope = yield* Scope.make()
    const build = Effect.gen(function* () {
      const targets = Target.layerPool({
        name: "target",
        entry: targetEntry(log),
        size: shape.targets,
        ...(shape.drops === true ? { window: 1, whenFull: "dropOldest" } : { window: shape.sticks === true ? 1 : 4 }),
        restart
      })
      const target = Context.get(yield* Layer.buildWithScope(targets, scope), Target)
      const entry = senderEntry(log, fill)
      const one = yield* Layer.buildWithScope(First.layerThread({ name: "sender-0", entry, restart }), scope)
      const two = yield* Layer.buildWithScope(Second.layerThread({ name: "sender-1", entry, restart }), scope)
      return { target, senders: [Context.get(one, First), Context.get(two, Second)] }
    })
    const undertakers = yield* callUndertakers(faults, log.nextDeaths)
    const built = yield* Effect.exit(build)
    const working: Array<Fiber.Fiber<unknown, unknown>> = []
    if (Exit.isSuccess(built)) {
      const { senders, target } = built.value
      for (const sender of senders) working.push(yield* Effect.forkChild(Effect.exit(sender.work({ run: 0 }))))
      working.push(yield* Effect.forkChild(sendAll(log, "main#1", target, fill)))
      if (shape.close === "late") yield* Effect.forEach(working, Fiber.await, { discard: true })
      else yield* Effect.sleep(1)
    }
    yield* Scope.close(scope, Exit.void)
    yield* Effect.forEach(working, Fiber.await, { discard: true })
    for (const { fault, fiber } of undertakers) yield* fault.struck ? Fiber.await(fiber) : Fiber.interrupt(fiber)
    yield* simulation.quiet
    const violations = [
      ...memoryOf(yield* simulation.probe),
      ...buffersOf(log, simulation),
      ...conservation(log, simulation, faults)
    ]
    const settled = Array.from(log.jobs.values()).flatMap((job) => job.exits.slice(0, 1))
    return {
      violations,
      jobs: log.jobs.size,
      succeeded: settled.filter(Exit.isSuccess).length,
      failed: settled.filter(Exit.isFailure).length,
      blocksUsed: blocksUsed(simulation),
      buffersCame: log.buffersCame
    }
  })
  const blocks = shape.spills === true ? { smallBlocks: 4, largeBlocks: 2 } : { smallBlocks: 0, largeBlocks: 0 }
  // Half of the runs look at every record, too.
  const debug = shape.restart
  const times = shape.sticks === true ? { terminateTimeout: 10 } : {}
  const memory = {
    ...times,
    debug,
    segmentBytes: 1024,
    arenaBytes: 256 * 1024,
    maxThreads: 8,
    jobCapacity: 64,
    ...blocks
  }
  return Effect.provide(whole, Testing.layer({ seed: shape.seed, faults, time: "auto", ...memory }))
}

/** All threads have ended: everything that was taken has been given back. */
export const memoryOf = (probe: Testing.Probe): Array<string> => {
  const { blocks, blocksFree, jobWords, segments, segmentsFree, segmentsOf, threadRecords } = probe
  const found: Array<string> = []
  if (blocksFree !== blocks) found.push(`${blocks - blocksFree} blocks are lost`)
  if (segmentsFree !== segments)
    found.push(`${segments - segmentsFree} segments are lost: ${JSON.stringify(segmentsOf)}`)
  if (jobWords !== 0) found.push(`${jobWords} job words are still in use`)
  if (threadRecords !== 1) found.push(`${threadRecords - 1} thread records are not free`)
  return found
}

/** What was moved came whole, and none of it waits anywhere for somebody who does not come. */
const buffersOf = (log: Log, simulation: Testing.Simulation["Service"]): Array<string> => {
  const found: Array<string> = []
  const { channels, threads } = simulation["~@stevedore/core/simulation"]
  if (log.broken > 0) found.push(`${log.broken} buffers came broken`)
  if (channels.pending > 0) found.push(`${channels.pending} buffers are left in ports`)
  for (const { dead, name, runtime } of threads) {
    if (dead || runtime === undefined) continue
    const { arena, mesh } = runtime.loop
    for (let other = 0; other < arena.layout.maxThreads; other++) {
      const moves = mesh.known(other)?.moves
      const left = (moves?.arrived.size ?? 0) + (moves?.held.size ?? 0)
      if (left > 0) found.push(`${left} buffers are left on ${name}`)
    }
  }
  return found
}

/** Something was written to one. */
export const blocksUsed = (simulation: Testing.Simulation["Service"]): boolean => {
  const { layout, words } = simulation["~@stevedore/core/simulation"].main!.runtime!.loop.arena
  const [small, large] = layout.blockUnits
  for (let block = 0; block < small.count + large.count; block++) if (words[blockAt(layout, block)] !== 0) return true
  return false
}

const conservation = (
  log: Log,
  simulation: Testing.Simulation["Service"],
  faults: ReadonlyArray<Testing.Fault>
): Array<string> => {
  const found: Array<string> = []
  const { threads } = simulation["~@stevedore/core/simulation"]
  const killed = new Set(faults.filter((fault) => fault.struck).map((fault) => fault.thread))
  // The first incarnation of its name is the one that a fault strikes; who comes after it lives.
  const dead = new Set<string>()
  for (const name of killed) {
    const first = threads.find((thread) => thread.name === name)
    const incarnation = first?.incarnation
    if (incarnation !== undefined) dead.add(`${name}#${incarnation}`)
  }
  for (const fault of log.nextDeaths.filter(({ struck }) => struck)) {
    const next = threads.find(({ name, operations }) => name === fault.thread && operations === fault.operation)
    if (next !== undefined) dead.add(`${next.name}#${next.incarnation}`)
  }
  const senders = new Map<string, { accepted: number; handled: number }>()
  for (const [id, job] of log.jobs) {
    const sender = job.sender.replace(/\.\d+$/, "")
    const counts = senders.get(sender) ?? { accepted: 0, handled: 0 }
    senders.set(sender, counts)
    if (job.handled > 1) found.push(`${id} was handled ${job.handled} times`)
    if (job.exits.length > 1) found.push(`${id} was settled ${job.exits.length} times`)
    if (job.isTell) {
      if (job.accepted) counts.accepted++
      if (job.accepted) counts.handled += job.handled
    }
    const [exit] = job.exits
    if (exit === undefined) {
      if (!dead.has(sender)) found.push(`${id} was never settled`)
      continue
    }
    if (!job.isTell && Exit.isSuccess(exit) && job.handled !== 1) found.push(`${id} succeeded and was not handled`)
    const error = Exit.findErrorOption(exit)
    if (error._tag === "Some" && (error.value as ActorError).started === false && job.handled > 0) {
      found.push(`${id} was handled although it was said not to have started: ${String(error.value)}`)
    }
  }
  let unheard = 0
  for (const { accepted, handled } of senders.values()) unheard += accepted - handled
  const deadLetters = countDeadLetters(threads[0]!.runtime!.loop.arena)
  // Whoever dies may be in the middle of one tell: handled and not said so, or about to be in the mailbox and not said so.
  // It counts as lost then; none is ever missing.
  if (unheard > deadLetters || unheard < deadLetters - dead.size) {
    found.push(`${unheard} tells were accepted and not handled, ${deadLetters} are dead letters`)
  }
  return found
}
