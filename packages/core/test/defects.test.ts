/*
 * Defects that are hard to carry arrive with what can be said of them; the next job is fine.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Actor from "../src/Actor.ts"

class Dying extends Actor.Service<Dying>()("t/Dying", [Rpc.make("die"), Rpc.make("ok")]) {}

const arrived = (defect: unknown): Effect.Effect<any> =>
  Effect.gen(function* () {
    const dying = yield* Dying
    const cause = yield* Effect.orDie(Effect.flip(Effect.sandbox(dying.die())))
    yield* Effect.orDie(dying.ok())
    const [only] = cause.reasons
    assert.equal(only?._tag, "Die", String(cause))
    return (only as { readonly defect: any }).defect
  }).pipe(
    Effect.provide(
      Dying.layerLocal(
        Dying.toLayer({
          die: () =>
            Effect.sync(() => {
              throw defect
            }),
          ok: () => Effect.void
        })
      )
    )
  )

const chain = (length: number, error: Error): Error => {
  let cause = new Error("the root")
  for (let index = length - 1; index > 0; index--) cause = new Error(`cause ${index}`, { cause })
  return new Error(error.message, { cause })
}

const causesOf = (error: Error): ReadonlyArray<unknown> => {
  const causes: Array<unknown> = []
  for (let next = error.cause; next !== undefined; next = next instanceof Error ? next.cause : undefined) {
    causes.push(next instanceof Error ? next.message : next)
  }
  return causes
}

describe("defects that are hard to carry", () => {
  it.effect("a message that cannot be read says why, the rest arrives", () =>
    Effect.gen(function* () {
      const range = new RangeError("x")
      // Written when it is first read, with the message.
      void range.stack
      const error = Object.defineProperty(range, "message", {
        get: () => {
          throw new Error("gotcha")
        }
      })
      const defect = yield* arrived(error)
      assert.equal(defect.name, "RangeError")
      assert.equal(defect.message, "(its message cannot be read: it threw Error: gotcha)")
      assert.match(defect.stack ?? "", /defects\.test\.ts/)
      const twice = yield* arrived(error)
      assert.equal(twice.message, defect.message)
    })
  )

  it.effect("causes up to the thirty-second arrive, deeper ones are left out", () =>
    Effect.gen(function* () {
      const few = new Error("few")
      few.stack = "Error: few"
      assert.deepEqual(causesOf(yield* arrived(chain(2, few))), ["cause 1", "the root"])
      const errors = (length: number): Error => {
        const error = chain(length, new Error("many"))
        for (let each: unknown = error; each instanceof Error; each = each.cause) each.stack = String(each)
        return error
      }
      assert.equal(causesOf(yield* arrived(errors(32))).at(-1), "the root")
      const defect = yield* arrived(errors(20_000))
      assert.equal(defect.message, "many")
      const causes = causesOf(defect)
      assert.equal(causes.length, 33)
      assert.deepEqual(causes.slice(31), ["cause 32", "what caused this one is left out"])
    })
  )

  it.effect("where stacks and causes have no room, the text and the top of the stack arrive", () =>
    Effect.gen(function* () {
      const long = new Error("the text")
      long.stack = `Error: the text\n    at here\n${"    at there\n".repeat(100_000)}`
      const defect = yield* arrived(new Error("on top", { cause: long }))
      assert.equal(defect.message, "on top")
      assert.equal(defect.cause, undefined)
      assert.match((yield* arrived(long)).stack ?? "", /^Error: the text\n {4}at here\n.*…$/s)
    })
  )

  it.effect("a circle of causes arrives as one", () =>
    Effect.gen(function* () {
      const error = new Error("round")
      error.cause = error
      const defect = yield* arrived(error)
      assert.equal(defect.message, "round")
      assert.equal(defect.cause, "[Circular]")
    })
  )

  const holes = (): ReadonlyArray<unknown> => {
    const array: Array<unknown> = []
    array.length = 4_294_967_295
    return array
  }
  const doubled = (times: number): unknown => {
    let value: unknown = [1]
    for (let i = 0; i < times; i++) value = [value, value]
    return value
  }
  const endless: ReadonlyArray<readonly [title: string, make: () => unknown, says: string]> = [
    ["an array of 4,294,967,295 holes", holes, "an array of length 4294967295 that holds"],
    ["one in an object", () => ({ at: [holes()] }), "an object that holds"],
    ["one that an object shows as JSON", () => ({ toJSON: holes }), "an object that holds"],
    ["a buffer of megabytes", () => new Uint8Array(2 ** 24), "an object that holds"],
    ["an array that holds another one twice, which does, too", () => doubled(60), "an array of length 2 that holds"]
  ]
  for (const [title, make, says] of endless) {
    it.effect(`${title} arrives as a text that says so`, () =>
      Effect.gen(function* () {
        const text = `${says} too much to be carried or shown`
        assert.strictEqual(yield* arrived(make()), text)
        const error = yield* arrived(new Error("caused by it", { cause: make() }))
        assert.deepStrictEqual([error.message, error.cause], ["caused by it", text])
      })
    )
  }

  it.effect("what holds circles, and what is large and can be carried, arrives", () =>
    Effect.gen(function* () {
      const circle: Record<string, unknown> = { a: 1 }
      circle["self"] = [circle]
      assert.deepStrictEqual(yield* arrived(circle), { a: 1, self: [null] })
      const large = Array.from({ length: 100_000 }, (_, index) => index % 100)
      assert.deepStrictEqual(yield* arrived(large), large)
    })
  )
})
