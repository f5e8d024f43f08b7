/*
 * What the types forbid and plain JavaScript can still do, by callers and by handlers: said so that one finds it.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcMiddleware from "effect/rpc/RpcMiddleware"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { ActorError } from "../src/ActorError.ts"
import * as Actor from "../src/Actor.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import * as Supervision from "../src/Supervision.ts"
import * as Testing from "../src/testing/index.ts"
import * as Thread from "../src/Thread.ts"

class Through extends RpcMiddleware.Service<Through, { provides: never }>()("t/Through") {}
class Told extends RpcMiddleware.Service<Told, { provides: never }>()("t/Told", { requiredForClient: true }) {}

class Any extends Actor.Service<Any>()("t/Any", [
  Rpc.make("plain", { success: Schema.Number }),
  Rpc.make("guarded", { success: Schema.Number }).middleware(Through),
  Rpc.make("ok", { success: Schema.Unknown }).middleware(Told)
]) {}

const middleware = Layer.mergeAll(
  Layer.succeed(Through, (effect) => effect),
  Layer.succeed(Told, (effect) => effect),
  RpcMiddleware.layerClient(Told, ({ next, request }) => next(request))
)

const handlers = (returned: () => unknown): Layer.Layer<Actor.Handlers<Any>> =>
  Any.toLayer({
    plain: returned as never,
    guarded: returned as never,
    ok: (_, { headers }) => Effect.succeed({ ...headers })
  }).pipe(Layer.provide(middleware))

const served = (returned: () => unknown = () => Effect.succeed(1)): Layer.Layer<Any> =>
  Any.layerLocal(handlers(returned)).pipe(Layer.provide(middleware))

const defectOf = (effect: Effect.Effect<unknown, unknown>): Effect.Effect<Error> =>
  Effect.map(Effect.orDie(Effect.flip(Effect.sandbox(effect))), (cause) => {
    const [only] = cause.reasons
    assert.equal(only?._tag, "Die")
    return (only as { readonly defect: Error }).defect
  })

const reasonOf = (error: ActorError) => {
  assert.equal(error.reason._tag, "InvalidOption", error.message)
  return error.reason as Extract<ActorError["reason"], { readonly _tag: "InvalidOption" }>
}

describe("handlers that return no Effect", () => {
  const returns: ReadonlyArray<readonly [string, () => unknown, string]> = [
    ["a number", () => 5, "5, which is no Effect: return Effect.succeed(…)"],
    ["a text", () => "done", '"done", which is no Effect: return Effect.succeed(…)'],
    ["nothing", () => undefined, "undefined, which is no Effect: return Effect.succeed(…)"],
    ["null", () => null, "null, which is no Effect: return Effect.succeed(…)"],
    ["an object", () => ({ value: 1 }), "[object Object], which is no Effect: return Effect.succeed(…)"],
    ["a function", () => () => 1, "a function, which is no Effect: return Effect.succeed(…)"],
    ["a Promise", async () => 5, "a Promise, which is no Effect: wrap it in Effect.tryPromise(() => …)"],
    [
      "a wrapped Promise",
      () => Rpc.fork(Promise.resolve(5)),
      "a Promise, which is no Effect: wrap it in Effect.tryPromise(() => …)"
    ]
  ]
  for (const [title, returned, text] of returns) {
    it.effect(`${title}: a defect that names actor, Rpc and remedy, with and without middleware`, () =>
      Effect.gen(function* () {
        const any = yield* Any
        for (const tag of ["plain", "guarded"] as const) {
          const defect = yield* defectOf(any[tag]())
          assert.equal(defect.message, `the handler of "${tag}" of t/Any returned ${text}`)
          assert.notMatch(defect.stack ?? "", /hosted/)
        }
        assert.deepEqual(yield* any.ok(), {})
      }).pipe(Effect.provide(served(returned)))
    )
  }

  it.live("a Promise that rejects ends no thread", () =>
    Effect.gen(function* () {
      const rejections: Array<unknown> = []
      const note = (reason: unknown): number => rejections.push(reason)
      process.on("unhandledRejection", note)
      const defect = yield* defectOf((yield* Any).plain())
      assert.include(defect.message, "a Promise")
      // Node tells of it after a turn of its loop.
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(() => setImmediate(resolve))))
      process.off("unhandledRejection", note)
      assert.deepEqual(rejections, [])
    }).pipe(Effect.provide(served(() => Promise.reject(new Error("rejected")))))
  )
})

describe("handlers whose values throw when they are looked at", () => {
  const revoked = (): object => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  }
  const throws = (): never => {
    throw new Error("not to be looked at")
  }
  const values: ReadonlyArray<readonly [string, () => object]> = [
    ["a Proxy that is revoked", revoked],
    ["one without a prototype to be seen", () => new Proxy({}, { getPrototypeOf: throws })],
    [
      "one that does not say what it has",
      () => new Proxy({}, { getPrototypeOf: () => null, has: throws, ownKeys: throws })
    ],
    ["one that lets nothing be read", () => new Proxy({}, { get: throws, has: throws, getPrototypeOf: throws })],
    [
      "one whose then throws",
      () => new Proxy({}, { get: (_, key) => (key === "then" ? throws() : undefined), ownKeys: throws })
    ]
  ]
  class Holds extends Actor.Service<Holds>()("t/Holds", [
    Rpc.make("give", { success: Schema.Unknown, error: Schema.Unknown }),
    Rpc.make("ok")
  ]) {}

  for (const [title, make] of values) {
    it.live(`${title}: whoever asked is told, and the next one is answered`, () => {
      let returned: () => unknown = () => Effect.void
      return Effect.gen(function* () {
        const holds = yield* Holds
        const givings: ReadonlyArray<readonly [string, () => unknown]> = [
          ["succeeds", () => Effect.succeed(make())],
          ["succeeds by a fiber", () => Effect.sync(make)],
          ["succeeds later", () => Effect.andThen(Effect.yieldNow, Effect.sync(make))],
          ["succeeds in a wrapper", () => Rpc.fork(Effect.succeed(make()))],
          ["fails", () => Effect.fail(make())],
          [
            "fails later",
            () =>
              Effect.andThen(
                Effect.yieldNow,
                Effect.suspend(() => Effect.fail(make()))
              )
          ]
        ]
        for (const [how, giving] of givings) {
          returned = giving
          const error = (yield* Effect.flip(holds.give())) as ActorError
          assert.strictEqual(error.reason?._tag, "Undecodable", how)
          yield* holds.give.tell()
          yield* holds.ok()
        }
        for (const giving of [make, () => Rpc.fork(make() as never), () => Effect.die(make())]) {
          returned = giving
          assert.isTrue(Exit.hasDies(yield* Effect.exit(holds.give())))
          yield* holds.give.tell()
          yield* holds.ok()
        }
      }).pipe(
        Effect.provide(Holds.layerLocal(Holds.toLayer({ give: (() => returned()) as never, ok: () => Effect.void })))
      )
    })
  }
})

describe("handlers that are missing", () => {
  const cases: ReadonlyArray<readonly [string, unknown, string]> = [
    ["one of them", { ok: () => Effect.void, guarded: () => Effect.void }, 'the handler of "plain" is undefined'],
    ["one is no function", { ok: 5, guarded: () => Effect.void, plain: () => Effect.void }, 'the handler of "ok" is 5'],
    ["all of them", undefined, "handlers is undefined"]
  ]
  for (const [title, given, text] of cases) {
    it.effect(`${title}: the layer fails, naming the Rpc`, () =>
      Effect.gen(function* () {
        const layer = Any.layerLocal(Layer.provide(Any.toLayer(given as never), middleware))
        const defect = yield* defectOf(Effect.scoped(Layer.build(Layer.provide(layer, middleware))))
        assert.include(defect.message, `t/Any: ${text}: give toLayer an object with a function for each Rpc`)
      })
    )
  }
})

describe("options of a call", () => {
  const texts = "use an object of texts, or pairs of a name and a text"
  const throwing = {
    get name(): string {
      throw new Error("got")
    }
  }
  const bad: ReadonlyArray<readonly [unknown, string, string, string]> = [
    [null, "options", "null", "give a call an object of options"],
    [5, "options", "5", "give a call an object of options"],
    [{ discard: "x" }, "discard", '"x"', "use true or false"],
    [{ timeout: -1 }, "timeout", "-1", "that is not negative"],
    [{ timeout: "-1 second" }, "timeout", '"-1 second"', "that is not negative"],
    [{ interruption: "later" }, "interruption", '"later"', 'use "wait" or "detach"'],
    [{ interruption: false }, "interruption", "false", 'use "wait" or "detach"'],
    [{ timeout: {} }, "timeout", "[object Object]", "use a Duration"],
    [{ timeout: { second: 1 } }, "timeout", "[object Object]", "use a Duration"],
    [{ timeout: { seconds: "1" } }, "timeout", "[object Object]", "use a Duration"],
    [{ timeout: [1] }, "timeout", "1", "use a Duration"],
    [{ timeout: NaN }, "timeout", "NaN", "use a Duration"],
    [{ timeout: null }, "timeout", "null", "use a Duration"],
    [{ headers: 5 }, "headers", "5", texts],
    [{ headers: null }, "headers", "null", texts],
    [{ headers: "a: b" }, "headers", '"a: b"', texts],
    [{ headers: [5] }, "headers", "a value that threw TypeError", texts],
    [{ headers: throwing }, "headers", "a value that threw Error: got", texts],
    [{ headers: { id: 5n } }, 'headers["id"]', "5", texts],
    [{ headers: { id: { a: 1 } } }, 'headers["id"]', "[object Object]", texts],
    [{ headers: [["id"]] }, 'headers["id"]', "undefined", texts]
  ]
  for (const [options, option, value, remedy] of bad) {
    it.effect(`${option} as ${value}: a typed error of that call, whichever its verb`, () =>
      Effect.gen(function* () {
        const any = yield* Any
        // With middleware on the asker's side, and without.
        for (const method of [any.ok, any.plain] as ReadonlyArray<any>) {
          for (const verb of [method, method.tell, method.submit]) {
            const reason = reasonOf(yield* Effect.flip(verb(undefined, options) as Effect.Effect<unknown, ActorError>))
            assert.equal(reason.option, option)
            assert.include(reason.value, value)
            assert.include(reason.remedy, remedy)
          }
        }
        assert.equal(yield* any.plain(), 1)
      }).pipe(Effect.provide(served()))
    )
  }

  it.effect("what the types allow still works", () =>
    Effect.gen(function* () {
      const any = yield* Any
      const arrived = yield* any.ok(undefined, { headers: { Id: "1", many: ["a", "b"], none: undefined } })
      assert.deepEqual(arrived, { id: "1", many: "a, b" })
      assert.deepEqual(yield* any.ok(undefined, { headers: new Map([["id", "2"]]) }), { id: "2" })
      for (const timeout of [
        { seconds: 1 },
        [1, 0],
        1000,
        "1 second",
        1_000_000_000n,
        { days: 0, seconds: 5 }
      ] as const) {
        assert.equal(yield* any.plain(undefined, { timeout }), 1)
      }
    }).pipe(Effect.provide(served()))
  )
})

describe("what has no text of its own", () => {
  const throwing = {
    toString: () => {
      throw new Error("no text")
    }
  }
  for (const [title, given] of [
    ["no prototype", Object.create(null)],
    ["a toString that throws", throwing]
  ] as const) {
    const text = "object that cannot be shown as text"

    it.effect(`${title}: a typed error, too`, () =>
      Effect.gen(function* () {
        const entry = Actor.entry(new URL("file:///none.thread.ts"))
        for (const policy of [{ restart: given }, { group: given }]) {
          const layer = Any.layerThread({ entry, name: "t", ...policy } as never)
          const error = yield* Effect.flip(
            Effect.scoped(Layer.build(Layer.provide(layer, Layer.merge(middleware, Testing.layer()))))
          )
          assert.equal(reasonOf(error as ActorError).value, text)
        }
        assert.throws(() => Supervision.group({ restart: given }), new RegExp(`restart is ${text}`))
        assert.throws(() => Actor.Service()(given, []), new RegExp(`got ${text}`))
        const host = Thread.layer({ name: given, actors: [], entry } as never)
        const refused = yield* Effect.flip(Effect.scoped(Layer.build(Layer.provide(host, Testing.layer()))))
        assert.equal((refused as ActorError).reason._tag, "InvalidOption")
        const system = yield* ActorSystem.make({ spawner: undefined, maxThreads: 1, arenaBytes: 1024 * 1024 })
        assert.equal(reasonOf(yield* Effect.flip(Effect.scoped(system.invite(given)))).option, "name")
      })
    )
  }
})

describe("questions to the system", () => {
  const wrong: ReadonlyArray<any> = [undefined, null, 5, {}, { thread: 5 }, { actor: undefined }, { actor: "t/Any" }]
  const both: any = { actor: Any, thread: "t/Any-0" }
  const thrownBy = (call: () => unknown): ActorError => {
    try {
      call()
    } catch (error) {
      if (error instanceof ActorError) return error
      throw error
    }
    return assert.fail("it was taken")
  }

  it.effect("pending and watch of nothing are said to be so", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem.make({ spawner: undefined, maxThreads: 1, arenaBytes: 1024 * 1024 })
      for (const of of wrong) {
        const reason = reasonOf(yield* Effect.flip(system.pending(of)))
        assert.equal(reason.option, "ActorSystem.pending")
        assert.include(reason.remedy, "{ actor: Digester }")
        const defect = yield* defectOf(Stream.runDrain(system.watch(of)))
        assert.include(defect.message, "ActorSystem.watch")
      }
      for (const actor of [undefined, null, 5, {}, "t/Any", { key: 5 }] as ReadonlyArray<any>) {
        const reason = reasonOf(thrownBy(() => system.members(actor)))
        assert.equal(reason.option, "ActorSystem.members")
        assert.include(reason.remedy, "members(Digester)")
      }
      assert.deepEqual(system.members(Any).now, [])
    })
  )

  it.effect("a thread and an actor at once are two answers: refused, and both named", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem.make({ spawner: undefined, maxThreads: 1, arenaBytes: 1024 * 1024 })
      const errors = [
        yield* Effect.flip(system.pending(both)),
        yield* Effect.flip(system.slowAfter(both, "1 second")),
        yield* defectOf(Stream.runDrain(system.watch(both)))
      ]
      for (const [index, option] of ["pending", "slowAfter", "watch"].entries()) {
        const reason = reasonOf(errors[index] as ActorError)
        assert.equal(reason.option, `ActorSystem.${option}`)
        assert.equal(reason.value, 'the thread "t/Any-0" and the actor "t/Any" at once')
        assert.include(reason.remedy, "name one of them")
      }
    })
  )
})
