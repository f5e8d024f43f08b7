/*
 * What surrounds a handler that runs in a fiber: the services of its job's type, made once, and of its own only its Scope
 * and its job.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Actor from "../src/Actor.ts"
import { CurrentJob, type JobInfo } from "../src/CurrentJob.ts"

class Store extends Context.Service<Store, { readonly rows: Array<string> }>()("t/Store") {}

class Seen extends Actor.Service<Seen>()("t/Seen", [
  Rpc.make("look", { payload: { row: Schema.String }, success: Schema.Number }),
  Rpc.make("later", { payload: { row: Schema.String }, success: Schema.Number })
]) {}

interface Sight {
  readonly job: JobInfo
  readonly scope: Scope.Scope
  readonly cache: Fiber.Fiber.Cache
  readonly annotations: Readonly<Record<string, unknown>>
}

const seen = () => {
  const sights: Array<Sight> = []
  const store = { rows: [] as Array<string> }
  const look = Effect.fnUntraced(function* ({ row }: { readonly row: string }) {
    const { rows } = yield* Store
    const scope = yield* Effect.scope
    yield* Scope.addFinalizer(
      scope,
      Effect.sync(() => rows.push(`${row} released`))
    )
    rows.push(row)
    yield* Effect.withFiber((fiber) =>
      Effect.sync(() => {
        sights.push({
          job: Context.get(fiber.context as Context.Context<CurrentJob>, CurrentJob),
          scope,
          cache: fiber.cache,
          annotations: fiber.getRef(References.CurrentLogAnnotations)
        })
      })
    )
    return rows.length
  })
  const handlers = Seen.toLayer({ look, later: (payload) => Effect.andThen(Effect.yieldNow, look(payload)) })
  const layer = Seen.layerLocal(handlers.pipe(Layer.provide(Layer.succeed(Store, store))))
  return { layer, rows: store.rows, sights }
}

describe("what surrounds a handler", () => {
  for (const verb of ["look", "later"] as const) {
    it.effect(`${verb}: a Scope and a job of its own, all else as for any job of its type`, () => {
      const { layer, rows, sights } = seen()
      return Effect.gen(function* () {
        const actor = yield* Seen
        yield* actor[verb]({ row: "one" })
        assert.deepStrictEqual(rows, ["one", "one released"], "before the answer")
        yield* actor[verb]({ row: "two" })
        assert.deepStrictEqual(rows, ["one", "one released", "two", "two released"])
        const [one, two] = sights as [Sight, Sight]
        assert.notStrictEqual(one.scope, two.scope)
        assert.notStrictEqual(one.job, two.job)
        assert.strictEqual(two.job.name, verb)
        // What a fiber looks up of its context takes longer than most handlers: it is known from the job before.
        assert.strictEqual(one.cache, two.cache)
        assert.strictEqual(one.annotations, two.annotations)
        assert.strictEqual(one.annotations["job"], `${Seen.key}.${verb}`)
      }).pipe(Effect.provide(layer))
    })
  }

  it.effect("what a sender's program sends along is for that job alone", () => {
    const { layer, sights } = seen()
    return Effect.gen(function* () {
      const actor = yield* Seen
      yield* actor.look({ row: "plain" })
      yield* Effect.annotateLogs(actor.look({ row: "annotated" }), "user", 7)
      yield* actor.look({ row: "plain again" })
      assert.deepStrictEqual(
        sights.map(({ annotations }) => annotations["user"]),
        [undefined, 7, undefined]
      )
      assert.strictEqual(sights[0]!.cache, sights[2]!.cache)
    }).pipe(Effect.provide(layer))
  })

  it.effect("of an annotation only the part is its text that JSON has no place for", () => {
    const { layer, sights } = seen()
    const throws = {
      get secret() {
        throw new Error("got")
      }
    }
    const circle: { name: string; self?: unknown } = { name: "round" }
    circle.self = [circle]
    const shared = { n: 1 }
    return Effect.gen(function* () {
      const actor = yield* Seen
      const annotations = {
        user: { id: 5n, name: "ada", missing: undefined, of: [undefined, Number.NaN, 1] },
        act: { act: Math.max, mark: Symbol("s"), none: Object.create(null) },
        shared: [shared, shared],
        hidden: { token: Redacted.make("a secret") },
        when: { at: new Date(0), why: new Error("late") },
        circle,
        throws: [throws, 1],
        big: 5n
      }
      yield* Effect.annotateLogs(actor.look({ row: "annotated" }), annotations)
      const { job: _job, thread: _thread, ...arrived } = sights[0]!.annotations
      assert.deepStrictEqual(arrived, {
        user: { id: "5", name: "ada", missing: "undefined", of: ["undefined", "NaN", 1] },
        act: { act: String(Math.max), mark: "Symbol(s)", none: {} },
        shared: [{ n: 1 }, { n: 1 }],
        hidden: { token: "<redacted>" },
        when: { at: "1970-01-01T00:00:00.000Z", why: "Error: late" },
        circle: { name: "round", self: ["[Circular]"] },
        throws: [{ secret: "[getter threw]" }, 1],
        big: "5"
      })
    }).pipe(Effect.provide(layer))
  })
})
