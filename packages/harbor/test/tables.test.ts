/*
 * The tables by themselves: both ways of one relation agree, patterns mean what they say, and copies follow their owner.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import { RemoteDefect } from "../src/HarborError.ts"
import { Copy, subscriber } from "../src/internal/tables/copy.ts"
import { Owner } from "../src/internal/tables/owner.ts"
import { joined, PART_BYTES, Parts, partsOf } from "../src/internal/tables/parts.ts"
import { type Change, Step } from "../src/internal/tables/protocol.ts"
import { matches } from "../src/internal/tables/topics.ts"
import { failure } from "../src/internal/threads/failures.ts"
import { TwoWay } from "../src/internal/tables/twoWay.ts"

const Steps = Schema.Array(
  Schema.Struct({
    add: Schema.Boolean,
    key: Schema.Literals(["a", "b", "c"]),
    member: Schema.Literals(["1", "2", "3", "4"])
  })
)

describe("E03 tables", () => {
  it.effect.prop(
    "E03-both a member is in the row of a key exactly if the key is in the row of the member",
    [Steps],
    ([steps]) =>
      Effect.sync(() => {
        const table = new TwoWay()
        const plain = new Set<string>()
        for (const { add, key, member } of steps) {
          const pair = `${key} ${member}`
          const changed = add ? table.add(key, member) : table.remove(key, member)
          assert.strictEqual(changed, add ? !plain.has(pair) : plain.has(pair))
          if (add) plain.add(pair)
          else plain.delete(pair)
        }
        const byKey = table.keys.flatMap((key) => table.membersOf(key).map((member) => `${key} ${member}`))
        const byMember = table.members.flatMap((member) => table.keysOf(member).map((key) => `${key} ${member}`))
        assert.sameMembers(byKey, Array.from(plain))
        assert.sameMembers(byMember, Array.from(plain))
      })
  )

  it("E03-wildcards mean one word, or all that follow", () => {
    for (const [pattern, topic] of [
      ["a", "a"],
      ["a.b", "a.b"],
      ["*", "a"],
      ["a.*", "a.b"],
      ["*.b", "a.b"],
      ["a.*.c", "a.b.c"],
      [">", "a.b"],
      ["a.>", "a.b.c"]
    ] as const) {
      assert.isTrue(matches(pattern, topic), `${pattern} means ${topic}`)
    }
    for (const [pattern, topic] of [
      ["a", "a.b"],
      ["a.b", "a"],
      ["*", "a.b"],
      ["a.*", "a"],
      ["a.*", "a.b.c"],
      ["a.>", "a"],
      ["*.b", "a.c"]
    ] as const) {
      assert.isFalse(matches(pattern, topic), `${pattern} does not mean ${topic}`)
    }
  })

  it.effect("E03-copies follow their owner, changes gather while they are told, and who comes late has the whole", () =>
    Effect.gen(function* () {
      const told: Array<Change> = []
      const gates: Array<Deferred.Deferred<void>> = []
      const forked: Array<Effect.Effect<void>> = []
      const owner = new Owner(
        (change) => {
          const gate = Deferred.makeUnsafe<void>()
          told.push(change)
          gates.push(gate)
          return Deferred.await(gate)
        },
        (effect) => void forked.push(effect)
      )
      const step = (add: boolean, key: string, nth: number): Step => {
        return { table: "topics", add, key, member: subscriber(nth, "price", nth) }
      }
      const change = (...steps: ReadonlyArray<Step>) =>
        Effect.forkChild(owner.change(steps), { startImmediately: true })
      const early = new Copy()
      const first = yield* change(step(true, "a.*", 1))
      const telling = yield* Effect.forkChild(forked[0]!, { startImmediately: true })
      const second = yield* change(step(true, "a.>", 2), step(true, "b", 3))
      const third = yield* change(step(false, "b", 3))
      assert.strictEqual(told.length, 1)
      early.apply(told[0]!)
      const late = new Copy()
      late.begin(owner.whole)
      assert.deepStrictEqual(late.subscribed("price", "a.b"), [1, 2])
      assert.isUndefined(second.pollUnsafe())
      yield* Deferred.done(gates[0]!, Effect.void as never)
      yield* Fiber.join(first)
      assert.strictEqual(told.length, 2)
      late.apply(told[1]!)
      early.apply(told[1]!)
      early.begin({ epoch: 0, version: 0, steps: [] })
      for (const copy of [early, late]) {
        assert.deepStrictEqual(copy.subscribed("price", "a.b"), [1, 2])
        assert.deepStrictEqual(copy.subscribed("price", "b"), [])
        assert.deepStrictEqual(copy.subscribed("other", "a.b"), [])
      }
      yield* Deferred.done(gates[1]!, Effect.void as never)
      yield* Fiber.join(second)
      yield* Fiber.join(third)
      yield* Fiber.join(telling)
      assert.strictEqual(forked.length, 1)
    })
  )

  it.effect("E03-untold who changes hears that a thread cannot be told, and the next change goes on", () =>
    Effect.gen(function* () {
      const told: Array<Change> = []
      const untold = failure("", new RemoteDefect({}), "t-0", "maybe")
      const owner = new Owner(
        (change) => Effect.suspend(() => (told.push(change) === 1 ? untold : Effect.void)),
        (effect) => void Effect.runFork(effect)
      )
      const step = (member: string): Step => ({ table: "groups", add: true, key: "a", member })
      assert.strictEqual(yield* Effect.flip(owner.change([step("1")])), untold)
      assert.isTrue(Exit.isSuccess(yield* Effect.exit(owner.change([step("2")]))))
      assert.deepStrictEqual(
        told.map(({ version }) => version),
        [1, 2]
      )
    })
  )
})

/** In no text that a user may give is more of them. */
const text = Schema.String.check(Schema.isMaxLength(1024))
const step = Schema.Struct({ ...Step.fields, key: text, member: text })
const repeated = Schema.Struct({
  steps: Schema.Array(step),
  times: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 300 }))
})

describe("E03 changes in parts", () => {
  it.effect.prop(
    "E03-parts parts are small, and are the change again when the last one is there",
    [repeated],
    ([{ steps, times }]) =>
      Effect.sync(() => {
        const change = { epoch: 3, version: 5, steps: Array.from({ length: times }, () => steps).flat() }
        const parts = partsOf(change, PART_BYTES)
        for (const { steps } of parts) {
          const bytes = steps.reduce((sum, { key, member }) => sum + Buffer.byteLength(key + member), 0)
          assert.isTrue(bytes <= PART_BYTES || steps.length === 1, `${bytes} bytes in ${steps.length} steps`)
        }
        assert.deepStrictEqual(joined(parts), change)
        // Cut off, it is nothing.
        if (parts.length > 1) assert.isUndefined(joined(parts.slice(0, -1)))
        const [here, late] = [new Parts(), new Parts()]
        // One that was not answered is told again; who comes in the middle is told the rest.
        const whole = parts.flatMap((part) => [here.join(part), here.join(part)].filter((each) => each !== undefined))
        assert.deepStrictEqual(whole[0], change)
        for (const part of parts.slice(1)) assert.isUndefined(late.join(part))
      })
  )

  it("E03-parts of an owner that has ended in the middle are nothing to the next one", () => {
    const many = Array.from({ length: 1000 }, (_, nth): Step => ({
      table: "groups",
      add: true,
      key: "a",
      member: `${nth}`
    }))
    const [before, after] = [1, 2].map((epoch) => partsOf({ epoch, version: 1, steps: many }, PART_BYTES))
    assert.isAbove(before!.length, 2)
    const here = new Parts()
    for (const part of before!.slice(0, -1)) assert.isUndefined(here.join(part))
    const whole: ReadonlyArray<Change | undefined> = after!.map((part) => here.join(part))
    assert.deepStrictEqual(whole.at(-1), { epoch: 2, version: 1, steps: many })
    assert.isUndefined(here.join(before!.at(-1)!))
  })

  it("E03-parts of an owner that has ended, and goes on to speak, are not heard between those of the next one", () => {
    const steps = Array.from({ length: 1000 }, (_, nth): Step => ({
      table: "groups",
      add: true,
      key: "a",
      member: `${nth}`
    }))
    const [ended, next] = [1, 2].map((epoch) => partsOf({ epoch, version: 1, steps }, PART_BYTES))
    const here = new Parts()
    const heard = next!.flatMap((part) => [here.join(part), ...ended!.map((late) => here.join(late))])
    assert.deepStrictEqual(
      heard.filter((change) => change !== undefined),
      [{ epoch: 2, version: 1, steps }]
    )
  })
})
