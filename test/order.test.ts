/*
 * Order and room between many senders and many receivers, on real threads. The sinks themselves refuse what comes out of
 * order: each counts every sender's jobs.
 */
import { assert, it, layer } from "@effect/vitest"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import * as Board from "./conformance/board.ts"
import { actorError, begin, closedGate } from "./conformance/cases/support.ts"
import { handlers } from "./conformance/handlers.ts"
import { A, B, pour, Sink } from "./conformance/mesh.ts"
import { mesh, type MeshOptions } from "./conformance/meshLayers.ts"
import { Subject } from "./conformance/protocol.ts"

/** Main and two workers send to all sinks at once. */
const pourFromThree = (count: number, bytes = 0) =>
  Effect.gen(function* () {
    const [a, b, sink] = [yield* A, yield* B, yield* Sink]
    return yield* Effect.all(
      [a.pour({ sender: "a", count, bytes }), b.pour({ sender: "b", count, bytes }), pour(sink, "main", count, bytes)],
      { concurrency: "unbounded" }
    )
  })

/** Every sink has passed everything that was sent to it before. */
const settled = (sinks: number) =>
  Effect.gen(function* () {
    const [sink, system] = [yield* Sink, yield* ActorSystem]
    yield* Effect.forEach(Array.from({ length: sinks }), () => sink.describe({ key: "last" }))
    const { abandoned, deadLetters, jobsInFlight, sendsWaiting } = yield* system.info
    assert.deepStrictEqual(
      { abandoned, deadLetters, jobsInFlight, sendsWaiting },
      {
        abandoned: 0,
        deadLetters: 0,
        jobsInFlight: 0,
        sendsWaiting: 0
      }
    )
  })

layer(mesh({ sinks: 2 }))((it) => {
  it.effect("A06 A14 10,000 jobs in flight to each of 2 threads from 3 threads: all settle, in order, evenly", () =>
    Effect.gen(function* () {
      const taken = yield* pourFromThree(20_000)
      for (const one of taken) {
        // Three of four verbs answer; turns go by all four, so an even number goes to each.
        assert.deepStrictEqual(Object.keys(one).sort(), ["sink-0", "sink-1"])
        assert.strictEqual(one["sink-0"]! + one["sink-1"]!, 15_000)
      }
      yield* settled(2)
    })
  )
})

// The relays send from handlers, which by default do not wait that long.
const patience = { nestedWait: "1 minute" } as const

const tight: ReadonlyArray<readonly [string, MeshOptions, count: number, bytes: number]> = [
  ["A10 A06 behind a window of 4", { sinks: 2, mailbox: { window: 4 }, system: patience }, 2000, 0],
  ["A10 A06 with 64 job words a thread", { sinks: 2, system: { ...patience, jobCapacity: 64 } }, 2000, 0],
  // 64 segments for the 50 lanes of 5 threads, and one record fills most of one.
  [
    "A10 A06 with too little memory for what is sent",
    { sinks: 2, system: { ...patience, maxThreads: 6, arenaBytes: 1024 * 1024 } },
    300,
    12_000
  ]
]

for (const [title, options, count, bytes] of tight) {
  it.effect(`${title}: all settle, in order`, () =>
    Effect.gen(function* () {
      yield* pourFromThree(count, bytes)
      yield* settled(2)
    }).pipe(Effect.provide(mesh(options)))
  )
}

/** A small generator, so that a failure can be had again. */
const generator = (seed: number) => (below: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0
  return (seed >>> 8) % below
}

/** Sends by every verb, and leaves many of the jobs at some moment: waiting, in the mailbox, running, or done. */
const leaveAtRandom = (seed: number, count: number) =>
  Effect.gen(function* () {
    const sink = yield* Sink
    const random = generator(seed)
    const fibers: Array<Fiber.Fiber<unknown, ActorError>> = []
    for (let n = 0; n < count; n++) {
      const payload = { sender: `leaves ${seed}`, n }
      const timeout = `${1 + random(5)} millis` as const
      const sends = [
        sink.take(payload),
        sink.take(payload, { interruption: "detach" }),
        sink.take(payload, { timeout }),
        sink.take.tell(payload),
        Effect.flatMap(sink.take.submit(payload), (job): Effect.Effect<unknown, ActorError> =>
          n % 2 === 0 ? job.await : job.cancel
        ),
        Effect.flatMap(sink.take.submit(payload, { timeout }), (job) => job.await)
      ]
      const send: Effect.Effect<unknown, ActorError> = sends[random(sends.length)]!
      fibers.push(yield* begin(send))
      if (random(3) === 0) yield* begin(Fiber.interrupt(fibers[random(fibers.length)]!))
      if (random(40) === 0) yield* Effect.yieldNow
      if (random(60) === 0) yield* TestClock.adjust("1 millis")
      if (random(200) === 0) yield* Fiber.await(fibers[random(fibers.length)]!)
    }
    for (const fiber of fibers) {
      const exit = yield* Fiber.await(fiber)
      if (Exit.isSuccess(exit) || Exit.hasInterrupts(exit)) continue
      yield* actorError(exit, "Timeout")
    }
  })

it.effect("F09 A10 jobs that are left at random moments settle, keep their order and leave nothing behind", () =>
  Effect.gen(function* () {
    for (const seed of [1, 2, 3]) {
      yield* leaveAtRandom(seed, 1000)
      yield* settled(2)
    }
  }).pipe(Effect.provide(mesh({ sinks: 2, mailbox: { window: 8 }, system: { jobCapacity: 100 } })))
)

for (const whenFull of ["fail", "1 second"] as const) {
  it.effect(`A10 D10 a send that finds no job word (whenFull: ${whenFull}) names that limit`, () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      yield* subject.hold.tell({ trace, label: "holder", gate })
      yield* Board.came(gate)
      const rest = yield* Effect.forEach(["a", "b"], (label) => begin(subject.note({ trace, label, turns: 0 })))
      const sender = yield* begin(subject.note({ trace, label: "never", turns: 0 }))
      if (whenFull !== "fail") yield* TestClock.adjust(whenFull)
      const { reason } = yield* actorError(Fiber.join(sender), "MailboxFull")
      assert.deepInclude({ ...reason }, { what: "jobs", limit: 3 })
      yield* Board.open(gate)
      yield* Fiber.joinAll(rest)
      assert.strictEqual(yield* subject.echo({ text: "room again" }), "room again")
    }).pipe(
      Effect.provide(
        Subject.layerMain(handlers(1), { whenFull }).pipe(Layer.provide(NodeActorSystem.layer({ jobCapacity: 3 })))
      )
    )
  )
}
