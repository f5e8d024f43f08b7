/*
 * What a program says about itself, its spans, log annotations and log level, crosses with its jobs; and costs nothing
 * where it says nothing.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { far, near } from "./observability/handlers.ts"
import { Far, Near } from "./observability/relay.protocol.ts"
import { collector, type Ended, keeping } from "./observability/tracer.ts"

const farEntry = Actor.entry<typeof import("./observability/far.thread.ts")>(
  new URL("./observability/far.thread.ts", import.meta.url)
)
const nearEntry = Actor.entry<typeof import("./observability/near.thread.ts")>(
  new URL("./observability/near.thread.ts", import.meta.url)
)
const silent = { spans: Effect.succeed([]) }

/** Both on real threads, each of which keeps its own spans. */
const real = Layer.mergeAll(
  Near.layerThread({ entry: nearEntry, name: "near" }),
  Far.layerThread({ entry: farEntry, name: "far" })
).pipe(Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 3, slowAfter: "never" })))

/** Both on simulated threads without a tracer. */
const simulated = Layer.mergeAll(
  Near.layerThread({ entry: Testing.entry(near(silent)), name: "near" }),
  Far.layerThread({ entry: Testing.entry(far(silent)), name: "far" })
).pipe(Layer.provideMerge(Testing.layer({ time: "auto" })))

const named = (spans: ReadonlyArray<Ended>, name: string): Ended => {
  const found = spans.filter((span) => span.name === name)
  assert.lengthOf(found, 1, `${name} among ${spans.map((span) => span.name).join(", ")}`)
  return found[0]!
}

describe("spans", () => {
  it.live("H13-spans main → A → B: each job is a span, whose parent is what its sender was in the middle of", () => {
    const own: Array<Ended> = []
    return Effect.gen(function* () {
      const [near, far] = [yield* Near, yield* Far]
      assert.strictEqual(yield* near.relay().pipe(Effect.withSpan("program")), "done")
      const there = yield* near.spans()
      const further = yield* far.spans()
      const program = named(own, "program")
      const relay = named(there, "observed/Near.relay")
      const work = named(further, "observed/Far.work")
      const inside = named(further, "inside")
      assert.deepStrictEqual(
        [relay, work, inside].map(({ parentId }) => parentId),
        [program.spanId, relay.spanId, work.spanId]
      )
      for (const { sampled, traceId } of [relay, work, inside]) {
        assert.deepStrictEqual([traceId, sampled], [program.traceId, true])
      }
      assert.deepInclude(relay.attributes, { thread: "near", sender: "main", attempt: 1 })
      assert.deepInclude(work.attributes, { thread: "far", sender: "near" })
      assert.strictEqual(work.kind, "server")
    }).pipe(Effect.provideService(Tracer.Tracer, keeping(own)), Effect.provide(real))
  })

  it.live("H13-spans the sampled flag crosses; errors mark their span; a job of no span begins a trace", () => {
    const own: Array<Ended> = []
    return Effect.gen(function* () {
      const [near, far] = [yield* Near, yield* Far]
      yield* near.relay().pipe(Effect.withSpan("program", { sampled: false }))
      assert.isFalse(named(yield* near.spans(), "observed/Near.relay").sampled)
      assert.isFalse(named(yield* far.spans(), "observed/Far.work").sampled)
      yield* Effect.flip(far.refuse())
      assert.strictEqual(yield* far["at-once"](), 1)
      const spans = yield* far.spans()
      const refused = named(spans, "observed/Far.refuse")
      assert.deepStrictEqual([refused.failed, refused.parentId], [true, null])
      const atOnce = named(spans, "observed/Far.at-once")
      assert.deepStrictEqual([atOnce.failed, atOnce.parentId], [false, null])
      assert.notStrictEqual(atOnce.traceId, refused.traceId)
    }).pipe(Effect.provideService(Tracer.Tracer, keeping(own)), Effect.provide(real))
  })

  it.effect("H13-spans a thread without a tracer passes on the span it was given, and makes none", () => {
    const own: Array<Ended> = []
    return Effect.gen(function* () {
      const far = yield* Far
      const { parent } = yield* far.seen().pipe(Effect.withSpan("program"))
      const program = named(own, "program")
      assert.deepStrictEqual(parent, [program.traceId, program.spanId, true])
      assert.strictEqual((yield* far.seen()).parent, null)
      const hidden = far.seen().pipe(Effect.withSpan("hidden"), Effect.provideService(References.TracerEnabled, false))
      assert.strictEqual((yield* hidden).parent, null)
    }).pipe(Effect.provideService(Tracer.Tracer, keeping(own)), Effect.provide(simulated))
  })

  it.effect("H13-spans on the same thread, too; the span of whoever built the layer is nobody's parent", () => {
    const { layer, spans } = collector()
    return Effect.gen(function* () {
      const far = yield* Far
      yield* far.work()
      assert.strictEqual(named(yield* spans, "observed/Far.work").parentId, null)
      yield* far.work().pipe(Effect.withSpan("program"))
      const ended = yield* spans
      assert.strictEqual(named(ended, "observed/Far.work").parentId, named(ended, "program").spanId)
    }).pipe(Effect.provide(Layer.withSpan(Far.layerLocal(far(silent)), "building")), Effect.provide(layer))
  })
})

const thrower = (): never => {
  throw new Error("no text")
}

describe("log annotations and levels", () => {
  it.effect("H13-annotations those of a call reach the handler, and whom it asks, with the thread and the job", () =>
    Effect.gen(function* () {
      const [near, far] = [yield* Near, yield* Far]
      const values = {
        request: 7,
        user: "ada",
        big: 2n,
        list: [1, { a: null }],
        act: () => 1,
        odd: Object.assign(() => 1, { toString: thrower }),
        worse: { toJSON: thrower, toString: thrower },
        none: undefined,
        nan: NaN
      }
      const seen = yield* Effect.annotateLogs(far.seen(), values)
      assert.deepStrictEqual(seen.annotations, {
        request: 7,
        user: "ada",
        big: "2",
        list: [1, { a: null }],
        act: "() => 1",
        odd: "a value that cannot be shown",
        worse: "[toJSON threw]",
        none: "undefined",
        nan: "NaN",
        thread: "far",
        job: "observed/Far.seen"
      })
      const further = (yield* Effect.annotateLogs(near.seenFurther(), { request: 8 })) as typeof seen
      assert.deepStrictEqual(further.annotations, { request: 8, step: "near", thread: "far", job: "observed/Far.seen" })
      const plain = yield* far.seen()
      assert.deepStrictEqual(plain.annotations, { thread: "far", job: "observed/Far.seen" })
    }).pipe(Effect.provide(simulated))
  )

  it.effect("H13-level the least level and the level of a call cross with it, and end with it", () =>
    Effect.gen(function* () {
      const far = yield* Far
      const loud = far
        .seen()
        .pipe(
          Effect.provideService(References.MinimumLogLevel, "Trace"),
          Effect.provideService(References.CurrentLogLevel, "Warn")
        )
      const seen = yield* loud
      assert.deepStrictEqual([seen.minimum, seen.level], ["Trace", "Warn"])
      const plain = yield* far.seen()
      assert.deepStrictEqual([plain.minimum, plain.level], ["Info", "Info"])
    }).pipe(Effect.provide(simulated))
  )

  it.effect("H13-annotations more of them than a message has room for are named, whatever the verb", () =>
    Effect.gen(function* () {
      const far = yield* Far
      const tooMany = Effect.annotateLogs({ huge: "a".repeat(2_000_000) })
      const verbs: ReadonlyArray<Effect.Effect<unknown, unknown>> = [
        far.work(),
        far.work.tell(),
        far.work.submit(),
        far.work.broadcast(),
        Effect.try({ try: () => far.work.tellUnsafe(), catch: (error) => error })
      ]
      for (const verb of verbs) {
        const error = (yield* Effect.flip(tooMany(verb))) as ActorError
        assert.strictEqual(error.reason._tag, "InvalidOption")
        assert.match(error.message, /Effect\.annotateLogs is \d+ bytes of annotations, .*: annotate calls with less/)
      }
      assert.isString(yield* far.work())
    }).pipe(Effect.provide(simulated))
  )

  it.live("A12-logs what a handler logs comes to main with thread, job and the call's annotations and level", () => {
    const lines: Array<unknown> = []
    const logger = Logger.layer([
      Logger.make(({ fiber, message }) => {
        const { job, request, thread } = fiber.getRef(References.CurrentLogAnnotations)
        if (job !== undefined) lines.push([...(message as Array<unknown>), { job, request, thread }])
      })
    ])
    const about = { job: "observed/Near.logs", thread: "near" }
    return Effect.gen(function* () {
      const near = yield* Near
      yield* near.logs()
      yield* near
        .logs()
        .pipe(Effect.provideService(References.MinimumLogLevel, "Debug"), Effect.annotateLogs({ request: 7 }))
    }).pipe(
      Effect.provide(real),
      Effect.provide(logger),
      Effect.map(() => {
        assert.deepStrictEqual(lines, [
          ["an info", { ...about, request: undefined }],
          ["a debug line", { ...about, request: 7 }],
          ["an info", { ...about, request: 7 }]
        ])
      })
    )
  })
})

describe("what nobody asks for", () => {
  it.effect("H13-off a call without spans, annotations and levels carries nothing", () =>
    Effect.gen(function* () {
      const { carrier } = (yield* ActorSystem)["~@stevedore/core/runtime"]
      const carried = Effect.withFiber((fiber) => Effect.succeed(carrier.of(fiber)?.text))
      assert.isUndefined(yield* carried)
      assert.strictEqual(yield* Effect.annotateLogs(carried, { a: 1 }), '{"annotations":{"a":1}}')
      assert.isUndefined(yield* carried)
      const level = Effect.provideService(carried, References.MinimumLogLevel, "Error")
      assert.strictEqual(yield* level, '{"minimum":"Error"}')
    }).pipe(Effect.provide(simulated))
  )
})
