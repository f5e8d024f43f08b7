/** First in, first out, with removal from the middle, against a plain array. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Fifo } from "../../src/internal/fifo.ts"
import { random, runs } from "./arenas.ts"

describe("fifo", () => {
  it.effect.prop(
    "behaves as an array does",
    [Schema.Int],
    ([seed]) =>
      Effect.sync(() => {
        const next = random(seed)
        const fifo = new Fifo<{ readonly n: number }>()
        const model: Array<{ readonly n: number }> = []
        for (let n = 0; n < 4000; n++) {
          const choice = next(100)
          if (choice < 50) {
            const item = { n }
            fifo.push(item)
            model.push(item)
          } else if (choice < 80) {
            assert.strictEqual(fifo.peek(), model[0])
            assert.strictEqual(fifo.shift(), model.shift())
          } else if (choice < 99) {
            const item = model[next(model.length + 1)] ?? { n: -1 }
            const at = model.indexOf(item)
            if (at >= 0) model.splice(at, 1)
            assert.strictEqual(fifo.remove(item), at >= 0)
          } else {
            const all = fifo.all()
            assert.deepEqual(all, model)
            for (const item of all) assert.isTrue(fifo.has(item))
            assert.isFalse(fifo.has({ n: -1 }))
          }
          assert.strictEqual(fifo.size, model.length)
        }
        for (const item of model) assert.strictEqual(fifo.shift(), item)
        assert.isUndefined(fifo.shift())
      }),
    runs(20)
  )

  it("those who come and leave behind one that stays take no memory", () => {
    const fifo = new Fifo<object>()
    const stays = {}
    fifo.push(stays)
    for (let i = 0; i < 20_000; i++) {
      const item = {}
      fifo.push(item)
      fifo.remove(item)
    }
    assert.isAtMost((fifo as any).items.length, 2048)
    assert.strictEqual(fifo.shift(), stays)
  })

  it("a long queue that is taken from the front is compacted", () => {
    const fifo = new Fifo<{ readonly n: number }>()
    for (let n = 0; n < 10_000; n++) fifo.push({ n })
    for (let n = 0; n < 9000; n++) assert.strictEqual(fifo.shift()!.n, n)
    assert.isAtMost((fifo as any).items.length, 5000)
    for (let n = 9000; n < 10_000; n++) assert.strictEqual(fifo.shift()!.n, n)
  })
})
