/**
 * Results that are read where they lie while threads die: a store, a reader on a thread of its own and one on main. All threads
 * are simulated, so what they read is known, as long as their Scopes are open.
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
import { ActorError } from "../../src/ActorError.ts"
import * as Testing from "../../src/testing/index.ts"
import { blocksUsed, memoryOf } from "./kills.ts"

const BYTES = 3000

class Store extends Actor.Service<Store>()("kills/Store", [
  Rpc.make("read", { payload: { n: Schema.Number }, success: Schema.Uint8Array })
]) {}

class Reader extends Actor.Service<Reader>()("kills/Reader", [
  Rpc.make("readAll", { error: ActorError }),
  /** What it has read where it lies is its own result. */
  Rpc.make("pass", { payload: { n: Schema.Number }, success: Schema.Uint8Array, error: ActorError })
]) {}

export interface Shape {
  readonly restart: boolean
  /** Views are copies that are detached when they are over. */
  readonly debug: boolean
}

export const shapes: ReadonlyArray<Shape> = [true, false].flatMap((restart) => [
  { restart, debug: false },
  { restart, debug: true }
])

export const nameOf = ({ debug, restart }: Shape): string =>
  `restart ${restart ? "on" : "off"}, debug ${debug ? "on" : "off"}`

export const threads: ReadonlyArray<string> = ["store-0", "reader-0"]

/** What was seen that is not what was read. */
class Log {
  readonly wrong: Array<string> = []
  reads = 0
  inPlace = 0

  /** Looks at what was read, twice, and at what is left of it when its time is over. */
  look(n: number, data: Uint8Array): void {
    if (data.byteLength !== BYTES || data.some((each) => each !== n)) this.wrong.push(`${n} is ${data[0]}`)
  }
}

const readAll = (log: Log, store: Context.Service.Shape<typeof Store>, from: number) => {
  const read = (n: number) =>
    Effect.scoped(
      Effect.gen(function* () {
        const data = yield* store.read.scoped({ n })
        log.reads++
        if (data.buffer instanceof SharedArrayBuffer) log.inPlace++
        log.look(n, data)
        // Others come and go meanwhile, and threads die.
        yield* Effect.sleep(30)
        log.look(n, data)
      })
    )
  const left = Effect.gen(function* () {
    const reading = yield* Effect.forkChild(read(from), { startImmediately: true })
    yield* Effect.yieldNow
    yield* Fiber.interrupt(reading)
  })
  const numbers = [1, 2, 3, 4, 5, 6].map((n) => from + n)
  return Effect.all([Effect.forEach(numbers, (n) => Effect.exit(read(n)), { concurrency: 2 }), left], {
    concurrency: "unbounded",
    discard: true
  })
}

const storeEntry = Testing.entry(
  Store.toLayer({ read: ({ n }) => Effect.as(Effect.yieldNow, new Uint8Array(BYTES).fill(n)) }, { concurrency: 3 })
)

const readerEntry = (log: Log) =>
  Testing.entry(
    Reader.toLayer(
      Effect.gen(function* () {
        const store = yield* Store
        return { readAll: () => readAll(log, store, 10), pass: ({ n }) => store.read.scoped({ n }) }
      }),
      { concurrency: 2 }
    ).pipe(Layer.provide(Store.layerRef))
  )

export interface Outcome {
  readonly violations: ReadonlyArray<string>
  readonly reads: number
  readonly inPlace: number
  readonly blocksUsed: boolean
}

/** Runs it once, and says what does not add up. */
export const run = (shape: Shape, faults: ReadonlyArray<Testing.Fault>): Effect.Effect<Outcome, ActorError> => {
  const log = new Log()
  const restart = shape.restart ? Schedule.spaced("20 millis") : ("never" as const)
  const whole = Effect.gen(function* () {
    const simulation = yield* Testing.Simulation
    const scope = yield* Scope.make()
    const build = Effect.gen(function* () {
      const stores = Store.layerThread({ name: "store-0", entry: storeEntry, restart })
      const store = Context.get(yield* Layer.buildWithScope(stores, scope), Store)
      const readers = Reader.layerThread({ name: "reader-0", entry: readerEntry(log), restart })
      return { store, reader: Context.get(yield* Layer.buildWithScope(readers, scope), Reader) }
    })
    const built = yield* Effect.exit(build)
    if (Exit.isSuccess(built)) {
      const { reader, store } = built.value
      const passed = Effect.tap(Effect.exit(Effect.scoped(reader.pass.scoped({ n: 99 }))), (exit) =>
        // Its Scope is closed.
        Effect.sync(() => {
          if (Exit.isSuccess(exit) && shape.debug && exit.value.byteLength > 0) log.wrong.push("a view that goes on")
        })
      )
      const copied = Effect.tap(Effect.exit(reader.pass({ n: 98 })), (exit) =>
        Effect.sync(() => {
          if (Exit.isSuccess(exit)) log.look(98, exit.value)
        })
      )
      const all = [readAll(log, store, 30), Effect.exit(reader.readAll()), passed, copied]
      yield* Effect.all(all, { concurrency: "unbounded", discard: true })
    }
    yield* Scope.close(scope, Exit.void)
    yield* simulation.quiet
    return {
      violations: [...memoryOf(yield* simulation.probe), ...log.wrong],
      reads: log.reads,
      inPlace: log.inPlace,
      blocksUsed: blocksUsed(simulation)
    }
  })
  const memory = {
    debug: shape.debug,
    segmentBytes: 1024,
    arenaBytes: 256 * 1024,
    maxThreads: 8,
    jobCapacity: 64,
    smallBlocks: 8,
    largeBlocks: 2
  }
  return Effect.provide(whole, Testing.layer({ seed: 1, faults, time: "auto", ...memory }))
}
