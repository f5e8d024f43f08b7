/**
 * Streams while threads die: a reader on a thread of its own and one on main, a producer, streams that end, fail, are left
 * and run out of time. All threads are simulated, so what happened is known from outside, exactly.
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
import * as Stream from "effect/Stream"
import * as Actor from "../../src/Actor.ts"
import { ActorError } from "../../src/ActorError.ts"
import { CurrentThread } from "../../src/CurrentThread.ts"
import * as Testing from "../../src/testing/index.ts"
import { blocksUsed, memoryOf } from "./kills.ts"

class Failed extends Schema.TaggedError<Failed>()("Failed", {}) {}
const Element = Schema.Struct({ n: Schema.Number, filler: Schema.String })

class Producer extends Actor.Service<Producer>()("kills/Producer", [
  Rpc.make("count", {
    payload: { id: Schema.String, to: Schema.Number, slow: Schema.Boolean, fails: Schema.Boolean },
    success: Element,
    error: Failed,
    stream: true
  })
]) {}

class Reader extends Actor.Service<Reader>()("kills/Reader", [Rpc.make("read")]) {}

export interface Shape {
  readonly seed: number
  readonly restart: boolean
  readonly close: "early" | "late"
  /** Elements do not fit a segment. */
  readonly spills: boolean
}

export const shapes = (seed: number): ReadonlyArray<Shape> =>
  [true, false].flatMap((spills) =>
    [true, false].flatMap((restart) => (["late", "early"] as const).map((close) => ({ seed, restart, close, spills })))
  )

export const nameOf = ({ close, restart, seed, spills }: Shape): string =>
  `restart ${restart ? "on" : "off"}, closed ${close}, ${spills ? "in blocks, " : ""}seed ${seed}`

export const threads: ReadonlyArray<string> = ["producer-0", "reader-0"]

/** One run of a stream, as seen from outside. */
interface Run {
  readonly reader: string
  readonly wanted: number
  readonly seen: Array<number>
  readonly ends: Array<Exit.Exit<unknown, unknown>>
  /** The threads where its handler has begun, and where its finalizer has run. */
  readonly opened: Array<string>
  readonly closed: Array<string>
}

type Log = Map<string, Run>

/** What one reader reads, all at once. */
const readAll = (log: Log, reader: string, producer: Context.Service.Shape<typeof Producer>) => {
  const read = (
    name: string,
    wanted: number,
    options: { readonly to: number; readonly slow?: boolean; readonly fails?: boolean; readonly timeout?: number }
  ) =>
    Effect.suspend(() => {
      const id = `${reader}/${name}`
      const run: Run = { reader, wanted, seen: [], ends: [], opened: [], closed: [] }
      log.set(id, run)
      const { fails = false, slow = false, timeout, to } = options
      const stream = producer.count({ id, to, slow, fails }, { streamBufferSize: 4, timeout })
      return Stream.take(stream, wanted).pipe(
        Stream.runForEach(({ n }) => Effect.sync(() => run.seen.push(n))),
        Effect.onExit((exit) => Effect.sync(() => run.ends.push(exit))),
        Effect.exit
      )
    })
  return Effect.all(
    [
      read("whole", 1000, { to: 11 }),
      read("slowly", 1000, { to: 3, slow: true }),
      read("left", 3, { to: 1000 }),
      read("fails", 1000, { to: 5, fails: true }),
      read("late", 1000, { to: 1000, slow: true, timeout: 5 }),
      read("empty", 1000, { to: 0 })
    ],
    { concurrency: "unbounded", discard: true }
  )
}

const whereabouts = Effect.map(CurrentThread, (thread) => `${thread.name}#${thread.id}`)

const producerEntry = (log: Log, filler: string) =>
  Testing.entry(
    Producer.toLayer(
      Effect.gen(function* () {
        const here = yield* whereabouts
        return {
          count: ({ fails, id, slow, to }) => {
            const { closed, opened } = log.get(id)!
            const numbers = to === 0 ? Stream.empty : Stream.range(1, to)
            return Stream.rechunk(numbers, 2).pipe(
              Stream.map((n) => ({ n, filler })),
              slow ? Stream.mapEffect((element) => Effect.as(Effect.sleep(2), element)) : (same) => same,
              Stream.concat(fails ? Stream.fail(new Failed()) : Stream.empty),
              Stream.onStart(Effect.sync(() => opened.push(here))),
              Stream.ensuring(Effect.sync(() => closed.push(here)))
            )
          }
        }
      }),
      { concurrency: 3 }
    )
  )

const readerEntry = (log: Log) =>
  Testing.entry(
    Reader.toLayer(
      Effect.gen(function* () {
        const producer = yield* Producer
        const here = yield* whereabouts
        return { read: () => readAll(log, here, producer) }
      })
    ).pipe(Layer.provide(Producer.layerRef))
  )

export interface Outcome {
  readonly violations: ReadonlyArray<string>
  readonly elements: number
  readonly ended: number
  readonly blocksUsed: boolean
}

/** Runs it once, and says what does not add up. */
export const run = (shape: Shape, faults: ReadonlyArray<Testing.Fault>): Effect.Effect<Outcome, ActorError> => {
  const log: Log = new Map()
  const filler = "x".repeat(shape.spills ? 2000 : 150)
  const restart = shape.restart ? Schedule.spaced("20 millis") : ("never" as const)
  const whole = Effect.gen(function* () {
    const simulation = yield* Testing.Simulation
    const scope = yield* Scope.make()
    const build = Effect.gen(function* () {
      const producers = Producer.layerThread({ name: "producer-0", entry: producerEntry(log, filler), restart })
      const producer = Context.get(yield* Layer.buildWithScope(producers, scope), Producer)
      const readers = Reader.layerThread({ name: "reader-0", entry: readerEntry(log), restart })
      return { producer, reader: Context.get(yield* Layer.buildWithScope(readers, scope), Reader) }
    })
    const built = yield* Effect.exit(build)
    const working: Array<Fiber.Fiber<unknown, unknown>> = []
    if (Exit.isSuccess(built)) {
      working.push(yield* Effect.forkChild(Effect.exit(built.value.reader.read())))
      working.push(yield* Effect.forkChild(readAll(log, "main#1", built.value.producer)))
      if (shape.close === "late") yield* Effect.forEach(working, Fiber.await, { discard: true })
      else yield* Effect.sleep(1)
    }
    yield* Scope.close(scope, Exit.void)
    yield* Effect.forEach(working, Fiber.await, { discard: true })
    yield* simulation.quiet
    const runs = Array.from(log.values())
    return {
      violations: [...memoryOf(yield* simulation.probe), ...conservation(log, simulation, faults)],
      elements: runs.reduce((sum, { seen }) => sum + seen.length, 0),
      ended: runs.filter(({ ends }) => ends.length > 0).length,
      blocksUsed: blocksUsed(simulation)
    }
  })
  const blocks = shape.spills ? { smallBlocks: 4, largeBlocks: 2 } : { smallBlocks: 0, largeBlocks: 0 }
  const memory = {
    debug: shape.restart,
    segmentBytes: 1024,
    arenaBytes: 256 * 1024,
    maxThreads: 8,
    jobCapacity: 64,
    ...blocks
  }
  return Effect.provide(whole, Testing.layer({ seed: shape.seed, faults, time: "auto", ...memory }))
}

const conservation = (
  log: Log,
  simulation: Testing.Simulation["Service"],
  faults: ReadonlyArray<Testing.Fault>
): Array<string> => {
  const found: Array<string> = []
  const { threads } = simulation["~@stevedore/core/simulation"]
  const dead = new Set<string>()
  for (const fault of faults.filter((fault) => fault.struck)) {
    const first = threads.find((thread) => thread.name === fault.thread)
    if (first?.incarnation !== undefined) dead.add(`${fault.thread}#${first.incarnation}`)
  }
  for (const [id, { closed, ends, opened, reader, seen, wanted }] of log) {
    if (seen.some((n, index) => n !== index + 1)) found.push(`${id} saw ${seen.join(" ")}`)
    if (ends.length > 1) found.push(`${id} has ended ${ends.length} times`)
    // Whoever closes early interrupts who reads on the thread it closes.
    if (ends.length === 0 && !dead.has(reader)) found.push(`${id} has never ended`)
    if (opened.length > 1) found.push(`${id} was begun on ${opened.join(" and ")}`)
    for (const thread of opened) {
      if (!closed.includes(thread) && !dead.has(thread)) found.push(`${id} was not left on ${thread}`)
    }
    if (closed.length > opened.length) found.push(`${id} was left more often than begun`)
    const [exit] = ends
    if (exit === undefined) continue
    const due = id.endsWith("whole") ? 11 : id.endsWith("slowly") ? 3 : id.endsWith("left") ? wanted : undefined
    if (Exit.isSuccess(exit) && due !== undefined && seen.length !== due) {
      found.push(`${id} succeeded with ${seen.length} of ${due}`)
    }
    const error = Exit.findErrorOption(exit)
    if (error._tag === "None") continue
    if (error.value instanceof Failed && seen.length !== 5) found.push(`${id} failed after ${seen.length} of 5`)
    if (error.value instanceof ActorError && error.value.started === false && opened.length > 0) {
      found.push(`${id} was begun although it was said not to have started: ${String(error.value)}`)
    }
  }
  return found
}
