/*
 * Actors that send to each other from any thread: relays that pass things on, and a sink that counts what it gets.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Job from "@stevedore/core/Job"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { threadId } from "node:worker_threads"
import * as Board from "./board.ts"
import { JobFacts } from "./protocol.ts"

export const Key = Schema.Union([Schema.String, Schema.Number, Schema.BigInt])

const keyOf = (payload: { readonly key: string | number | bigint }) => payload.key

export class Sink extends Actor.Service<Sink>()("mesh/Sink", [
  Rpc.make("take", { payload: { sender: Schema.String, n: Schema.Number }, success: Schema.String }),
  Rpc.make("takeBytes", {
    payload: { sender: Schema.String, n: Schema.Number, data: Schema.Uint8Array },
    success: Schema.Uint8Array
  }),
  Rpc.make("keyed", {
    payload: { key: Key, sender: Schema.String, n: Schema.Number, trace: Schema.Number },
    success: Schema.String
  }).annotate(Job.KeyOf, keyOf),
  Rpc.make("hold", { payload: { key: Key, gate: Schema.Number }, success: Schema.String }).annotate(Job.KeyOf, keyOf),
  Rpc.make("describe", { payload: { key: Key }, success: JobFacts }).annotate(Job.KeyOf, keyOf)
]) {}

/** Fails when a sender's numbers do not come in order: each sink thread has its own count of each sender. */
export const sinkHandlers = Sink.toLayer(
  Effect.gen(function* () {
    const thread = yield* CurrentThread
    const last = new Map<string, number>()
    const inOrder = (sender: string, n: number): void => {
      const before = last.get(sender) ?? -1
      if (n <= before) throw new Error(`${n} of ${sender} came after ${before}`)
      last.set(sender, n)
    }
    const take = (sender: string, n: number) => {
      inOrder(sender, n)
      return n % 5 === 0 ? Effect.as(Effect.yieldNow, thread.name) : Effect.succeed(thread.name)
    }
    return {
      take: ({ n, sender }) => take(sender, n),
      takeBytes: ({ data, n, sender }) => Effect.as(take(sender, n), data),
      keyed: ({ key, n, sender, trace }) =>
        Effect.sync(() => {
          Board.note(trace, `${thread.name} ${typeof key} ${key} ${sender} ${n}`)
          return thread.name
        }),
      hold: ({ gate }) => Effect.as(Board.pass(gate), thread.name),
      describe: () => describeJob
    }
  })
)

const describeJob = Effect.gen(function* () {
  const { sender, ...job } = yield* CurrentJob
  const thread = yield* CurrentThread
  return {
    ...job,
    senderId: sender.id,
    senderName: sender.name,
    threadId: thread.id,
    threadName: thread.name,
    isMain: thread.isMain
  }
})

const place = Schema.Literals(["mesh/A", "mesh/B", "mesh/Main"])
export type Place = typeof place.Type

const Visit = Schema.Struct({
  place: Schema.String,
  thread: Schema.String,
  /** The operating system's view: where the handler ran, and where it went on when the answer had come. */
  ranOn: Schema.Number,
  wentOnOn: Schema.Number
})

export class A extends Actor.Service<A>()("mesh/A", [
  /** Asks the first of the path to ask the rest of it. */
  Rpc.make("visit", { payload: { path: Schema.Array(place) }, success: Schema.Array(Visit), error: ActorError }),
  /** Sends many jobs to the sink, by all verbs; says how many each of its threads took. */
  Rpc.make("pour", {
    payload: { sender: Schema.String, count: Schema.Number, bytes: Schema.Number },
    success: Schema.Record(Schema.String, Schema.Number),
    error: ActorError
  }),
  Rpc.make("pourKeyed", {
    payload: { sender: Schema.String, keys: Schema.Array(Key), count: Schema.Number, trace: Schema.Number },
    error: ActorError
  }),
  /** Asks another so many times, and notes the end. */
  Rpc.make("pingPong", {
    payload: { with: place, times: Schema.Number, trace: Schema.Number, ready: Schema.Number, gate: Schema.Number },
    error: ActorError
  }),
  Rpc.make("describe", { success: JobFacts }),
  /** Has another describe its job. */
  Rpc.make("describeAt", { payload: { at: place }, success: JobFacts, error: ActorError }),
  Rpc.make("describeSink", { payload: { key: Key }, success: JobFacts, error: ActorError }),
  Rpc.make("threads", {
    success: Schema.Array(
      Schema.Struct({ id: Schema.Number, name: Schema.String, nameById: Schema.UndefinedOr(Schema.String) })
    )
  }),
  Rpc.make("holdAt", { payload: { at: place, gate: Schema.Number, trace: Schema.Number }, error: ActorError }),
  Rpc.make("hold", { payload: { gate: Schema.Number, trace: Schema.Number } })
]) {}

/** The same actor on other threads. */
export class B extends A.as<B>()("mesh/B") {}
export class Main extends A.as<Main>()("mesh/Main") {}

type Client = typeof A.Service

/** Sends by every verb in turn, all at once or as the window lets it; the answers by thread. */
export const pour = (sink: typeof Sink.Service, sender: string, count: number, bytes: number) =>
  Effect.gen(function* () {
    const taken: Record<string, number> = {}
    const took = (name: string): void => {
      taken[name] = (taken[name] ?? 0) + 1
    }
    const data = new Uint8Array(bytes).fill(3)
    const send = (n: number) => {
      if (bytes > 0) {
        return Effect.map(sink.takeBytes({ sender, n, data }), (echo) => {
          if (echo.byteLength !== bytes || echo[bytes - 1] !== 3) throw new Error("the bytes have changed")
        })
      }
      switch (n % 4) {
        case 0:
          return sink.take.tell({ sender, n })
        case 1:
          return Effect.flatMap(sink.take.submit({ sender, n }), (job) => Effect.map(job.await, took))
        default:
          return Effect.map(sink.take({ sender, n }), took)
      }
    }
    yield* Effect.forEach(
      Array.from({ length: count }, (_, n) => n),
      send,
      { concurrency: "unbounded", discard: true }
    )
    return taken
  })

export const pourKeyed = (
  sink: typeof Sink.Service,
  options: {
    readonly sender: string
    readonly keys: ReadonlyArray<string | number | bigint>
    readonly count: number
    readonly trace: number
  }
) =>
  Effect.forEach(
    Array.from({ length: options.count }, (_, n) => n),
    (n) =>
      Effect.forEach(
        options.keys,
        (key) => {
          const payload = { key, sender: options.sender, n, trace: options.trace }
          return n % 2 === 0 ? sink.keyed.tell(payload) : Effect.asVoid(sink.keyed(payload))
        },
        { concurrency: "unbounded", discard: true }
      ),
    { concurrency: "unbounded", discard: true }
  )

const relay = Effect.gen(function* () {
  const thread = yield* CurrentThread
  const system = yield* ActorSystem
  const sink = yield* Sink
  const clients: Record<Place, Client> = { "mesh/A": yield* A, "mesh/B": yield* B, "mesh/Main": yield* Main }
  return {
    visit: ({ path }: { readonly path: ReadonlyArray<Place> }) =>
      Effect.gen(function* () {
        const job = yield* CurrentJob
        const ranOn = threadId
        const [next, ...rest] = path
        const visits = next === undefined ? [] : yield* clients[next].visit({ path: rest })
        return [{ place: job.actor, thread: thread.name, ranOn, wentOnOn: threadId }, ...visits]
      }),
    pour: (payload: { readonly sender: string; readonly count: number; readonly bytes: number }) =>
      pour(sink, payload.sender, payload.count, payload.bytes),
    pourKeyed: (payload: Parameters<typeof pourKeyed>[1]) => pourKeyed(sink, payload),
    pingPong: (payload: {
      readonly with: Place
      readonly times: number
      readonly trace: number
      readonly ready: number
      readonly gate: number
    }) =>
      Effect.gen(function* () {
        yield* clients[payload.with].visit({ path: [] })
        yield* Board.open(payload.ready)
        yield* Board.pass(payload.gate)
        for (let i = 0; i < payload.times; i++) yield* clients[payload.with].visit({ path: [] })
        Board.note(payload.trace, "done")
      }),
    describe: () => describeJob,
    describeAt: ({ at }: { readonly at: Place }) => clients[at].describe(),
    describeSink: ({ key }: { readonly key: string | number | bigint }) => sink.describe({ key }),
    threads: () =>
      Effect.flatMap(system.threads, (threads) =>
        Effect.forEach(threads, ({ id, name }) =>
          Effect.map(system.threadName(id), (nameById) => ({ id, name, nameById }))
        )
      ),
    holdAt: (payload: { readonly at: Place; readonly gate: number; readonly trace: number }) =>
      clients[payload.at].hold(payload),
    hold: ({ gate, trace }: { readonly gate: number; readonly trace: number }) =>
      Effect.andThen(
        Effect.sync(() => Board.note(trace, `start on ${thread.name}`)),
        Board.pass(gate)
      ).pipe(Effect.onInterrupt(() => Effect.sync(() => Board.note(trace, `interrupted on ${thread.name}`))))
  }
})

export const relayHandlers = A.toLayer(relay, { concurrency: "unbounded" }).pipe(
  Layer.provide([A.layerRef, B.layerRef, Main.layerRef, Sink.layerRef])
)
