/*
 * The shared table of objects, by several of its threads' views on this one: serials, stale ids, room, threads that end.
 * What happens between threads is in objectModels.test.ts.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Layout from "../src/internal/objects/layout.ts"
import { holderOfThread, NOBODY, nodeOf, ObjectTable, take } from "../src/internal/objects/table.ts"

const BITS = Layout.LEAST_BITS
const CAPACITY = 2 ** BITS

const make = (bits = BITS) => {
  const words = new Int32Array(new SharedArrayBuffer(Layout.bytesFor(bits)))
  assert.strictEqual(Layout.bitsOf(words.length), bits)
  let threads = 0
  const view = () => new ObjectTable(words, bits, take(words, threads++))
  return { words, view }
}

const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

describe("the table of objects", () => {
  it("C06-table whoever looks finds the thread that has an object, until it is released", () => {
    const { view } = make()
    const [a, b] = [view(), view()]
    const [one, two] = [a.claim(), b.claim()]
    for (const table of [a, b]) {
      assert.strictEqual(table.find(one), a.holder)
      assert.strictEqual(table.find(two), b.holder)
    }
    assert.isTrue(a.isHere(one))
    assert.isFalse(b.isHere(one))
    a.release(one)
    assert.strictEqual(b.find(one), NOBODY)
    assert.strictEqual(a.find(two), b.holder)
  })

  it("C08-stale no serial is given twice, and a stale one finds nobody whatever has its entry", () => {
    const { view } = make()
    const [a, b] = [view(), view()]
    const given = new Set<number>()
    const stale: Array<number> = []
    for (let round = 0; round < 20; round++) {
      for (const table of [a, b]) {
        const mine = numbers(300).map(() => table.claim())
        for (const serial of mine) {
          assert.notStrictEqual(serial, 0)
          assert.isFalse(given.has(serial))
          given.add(serial)
        }
        for (const serial of mine) table.release(serial)
        stale.push(...mine)
      }
    }
    const live = a.claim()
    for (const serial of stale) assert.strictEqual(b.find(serial), NOBODY)
    assert.strictEqual(b.find(live), a.holder)
    assert.strictEqual(b.find(0), NOBODY)
    assert.strictEqual(b.find(0xffff_ffff), NOBODY)
  })

  it("C06-room when all entries are taken there is no room, and again when one is released, by whatever thread", () => {
    const { view } = make()
    const [a, b] = [view(), view()]
    const serials = numbers(CAPACITY).map((n) => (n % 3 === 0 ? a : b).claim())
    assert.notInclude(serials, 0)
    assert.strictEqual(new Set(serials).size, CAPACITY)
    assert.strictEqual(a.claim(), 0)
    assert.strictEqual(b.claim(), 0)
    b.release(serials[1]!)
    const again = a.claim()
    assert.notStrictEqual(again, 0)
    assert.notInclude(serials, again)
    assert.strictEqual(b.claim(), 0)
  })

  it("C08-stale an entry whose generations are used up is never claimed again", () => {
    const bits = 20
    const { words, view } = make(bits)
    const last = 2 ** (32 - bits) - 1
    for (let index = 1; index < 2 ** bits; index++) {
      words[Layout.ENTRIES + index * Layout.ENTRY_WORDS] = Layout.entry(last, Layout.State.here, 1)
    }
    const a = view()
    let count = 0
    for (let serial = a.claim(); serial !== 0; serial = a.claim()) {
      count++
      a.release(serial)
    }
    assert.strictEqual(count, last)
  })

  it("C06-deaths all that a dead thread had is nobody's, moved to it or not, and its place may be taken", () => {
    const { view, words } = make()
    const [main, dead, other] = [view(), view(), view()]
    const of = (table: ObjectTable) => numbers(200).map(() => table.claim())
    const [mains, deads, others] = [of(main), of(dead), of(other)]
    other.depart(others[0]!, dead.holder)
    dead.depart(deads[0]!, other.holder)
    assert.strictEqual(main.find(others[0]!), dead.holder)
    assert.strictEqual(holderOfThread(words, 1), dead.holder)
    assert.strictEqual(main.sweep(dead.holder, 1), 200)
    assert.strictEqual(other.sweep(dead.holder, 1), -1, "once")
    for (const serial of [...deads.slice(1), others[0]!]) assert.strictEqual(other.find(serial), NOBODY)
    for (const serial of mains) assert.strictEqual(other.find(serial), main.holder)
    for (const serial of [...others.slice(1), deads[0]!]) assert.strictEqual(main.find(serial), other.holder)
    // Whoever it came from finds out, too.
    assert.isFalse(other.abandon(others[0]!, dead.holder))
    assert.strictEqual(holderOfThread(words, 1), NOBODY)
    assert.strictEqual(take(words, 7), dead.holder)
    assert.strictEqual(main.threadOf(dead.holder), 7)
  })

  it("C06-id one incarnation, whoever comes first", () => {
    const { words } = make()
    assert.strictEqual(nodeOf(words, 0xffff_fff0), 0xffff_fff0)
    assert.strictEqual(nodeOf(words, 17), 0xffff_fff0)
  })

  it("C06-deaths places are as many as there are, and then none", () => {
    const { words } = make()
    for (const thread of numbers(Layout.HOLDERS)) assert.strictEqual(take(words, thread), thread)
    assert.strictEqual(take(words, 1000), NOBODY)
  })
})
