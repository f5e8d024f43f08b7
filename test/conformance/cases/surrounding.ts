/*
 * What stands around handlers and clients: middleware, services of schemas, defaults of payloads, and awkward names.
 */
import { assert } from "@effect/vitest"
import type { Vitest } from "@effect/vitest"
import type * as Actor from "@stevedore/core/Actor"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import { Denied, Guarded, hostileNames, Offline } from "../guarded.ts"

/** `guarded.valueOf` and the like have two types in TypeScript's eyes. */
type Named = Actor.AskMethod<{ readonly n: number }, string, never>

export const surrounding = (it: Vitest.MethodsNonLive<Guarded | ActorSystem>): void => {
  it.effect("middleware runs on both sides: the client's changes what is sent, the server's provides a service", () =>
    Effect.gen(function* () {
      const guarded = yield* Guarded
      assert.strictEqual(yield* guarded.greet({ guest: "  ada " }), "hello ada")
    })
  )

  it.effect("middleware refuses with typed errors, on either side", () =>
    Effect.gen(function* () {
      const guarded = yield* Guarded
      const denied = yield* Effect.flip(guarded.greet({ guest: "mallory" }))
      assert.instanceOf(denied, Denied)
      assert.strictEqual((denied as Denied).who, "mallory")
      assert.instanceOf(yield* Effect.flip(guarded.greet({ guest: "nobody" })), Offline)
    })
  )

  it.effect("middleware stands around every verb", () =>
    Effect.gen(function* () {
      const guarded = yield* Guarded
      assert.instanceOf(yield* Effect.flip(guarded.greet.tell({ guest: "nobody" })), Offline)
      assert.instanceOf(yield* Effect.flip(guarded.greet.submit({ guest: "nobody" })), Offline)
      assert.instanceOf(yield* Effect.flip(guarded.greet({ guest: "nobody" }, { discard: true })), Offline)
      const job = yield* guarded.greet.submit({ guest: " grace " })
      assert.strictEqual(yield* job.await, "hello grace")
      const other = yield* guarded.greet.submit({ guest: "mallory" })
      assert.instanceOf(yield* Effect.flip(other.await), Denied)
    })
  )

  it.effect("headers of an ask, and those that the client's middleware adds, reach the server's", () =>
    Effect.gen(function* () {
      const guarded = yield* Guarded
      const headers = { "x-guest": "grace" }
      assert.strictEqual(yield* guarded.greet({ guest: "whoever" }, { headers }), "hello grace")
      assert.strictEqual(yield* guarded.greet({ guest: "with a badge" }), "hello ada")
      const job = yield* guarded.greet.submit({ guest: "whoever" }, { headers } as never)
      assert.strictEqual(yield* job.await, "hello grace")
    })
  )

  it.effect("services that schemas need are captured when the layer is built", () =>
    Effect.gen(function* () {
      const guarded = yield* Guarded
      assert.strictEqual(yield* guarded.double({ units: 5 }), 10)
    })
  )

  it.effect("payloads are given as their constructor takes them, defaults included", () =>
    Effect.gen(function* () {
      const guarded = yield* Guarded
      assert.strictEqual(yield* guarded.stamped({ id: "a" }), "a now")
      assert.strictEqual(yield* guarded.stamped({ id: "a", at: "then" }), "a then")
    })
  )

  it.effect("no Rpc name is reserved", () =>
    Effect.gen(function* () {
      const guarded = yield* Guarded
      for (const [n, name] of hostileNames.entries()) {
        const method = guarded[name] as unknown as Named
        assert.strictEqual(yield* method({ n }), `${name} ${n}`)
        yield* method.tell({ n })
        assert.strictEqual(yield* (yield* method.submit({ n })).await, `${name} ${n}`)
      }
      assert.includeMembers(Object.keys(guarded), [...hostileNames])
    })
  )
}
