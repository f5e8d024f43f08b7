/*
 * Rpcs whose names are members of functions, objects and promises work, with every verb; and so does what a service value
 * goes through on its way: printing, comparing, hashing.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Hash from "effect/Hash"
import { inspect } from "node:util"
import { Hostile } from "../typetest/hostile.protocol.ts"

const nothing = () => Effect.void

const local = Hostile.layerLocal(
  Hostile.toLayer({
    tell: ({ n }) => Effect.succeed(`t${n}`),
    // oxlint-disable-next-line unicorn/no-thenable
    then: () => Effect.succeed(7),
    name: () => Effect.succeed(1),
    length: nothing,
    call: (text) => Effect.succeed(text.length),
    bind: nothing,
    apply: nothing,
    prototype: nothing,
    constructor: nothing,
    toString: nothing,
    layerLocal: nothing,
    key: nothing,
    of: nothing,
    ["__proto__"]: nothing,
    pipe: nothing
  })
)

const results = new Map<string, unknown>([
  ["tell", "t1"],
  ["then", 7],
  ["name", 1],
  ["call", 3]
])

const tags = Array.from(Hostile.group.requests.keys())

describe("hostile names", () => {
  it.effect("each is an own method of the client, in order", () =>
    Effect.gen(function* () {
      const hostile = yield* Hostile
      assert.deepEqual(Object.keys(hostile), tags)
    }).pipe(Effect.provide(local))
  )

  for (const tag of tags) {
    it.effect(`${tag}: ask, tell, submit`, () =>
      Effect.gen(function* () {
        const hostile = yield* Hostile
        const method = (hostile as unknown as Record<string, (typeof hostile)["then"]>)[tag]!
        const payload = (tag === "tell" ? { n: 1 } : tag === "call" ? "abc" : undefined) as never
        const expected = results.get(tag) as never
        assert.equal(yield* method(payload), expected)
        yield* method.tell(payload)
        const job = yield* method.submit(payload)
        assert.equal(yield* job.await, expected)
        assert.equal(yield* method(payload, { discard: true }), undefined)
      }).pipe(Effect.provide(local))
    )
  }

  it.effect("the service value can be compared, hashed and printed", () =>
    Effect.gen(function* () {
      const hostile = yield* Hostile
      assert.isTrue(Equal.equals(hostile, hostile))
      assert.isNumber(Hash.hash(hostile))
      for (const tag of tags) assert.include(inspect(hostile), tag)
    }).pipe(Effect.provide(local))
  )
})
