/*
 * The shared table of objects, by several of its threads' views on this one: serials, stale ids, room, threads that end.
 * What happens between threads is in objectModels.test.ts.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Layout from "../src/internal/objects/layout.ts"
import { Sweep } from "../src/internal/objects/sweep.ts"
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

  it("C08-incarnation when its serials have run out a node is another one; no id is given twice, and all know of it", () => {
    const { words } = make()
    const drawn = [7, 7, 9, 11, 7, 9, 13]
    let draws = 0
    const options = { serialBits: BITS + 2, incarnations: 4, draw: () => drawn[draws++]! }
    assert.strictEqual(nodeOf(words, 5), 5)
    const [a, b] = [0, 1].map((thread) => new ObjectTable(words, BITS, take(words, thread), options))
    const kept = b!.claim()
    const given = new Set<string>()
    const stale: Array<number> = []
    // One entry, again and again: three generations of four in each of four incarnations.
    for (let serial = a!.claim(), entry = serial % CAPACITY; serial % CAPACITY === entry; serial = a!.claim()) {
      const id = `${a!.nodeOf(serial)}.${serial % 2 ** (BITS + 2)}`
      assert.isFalse(given.has(id))
      given.add(id)
      assert.strictEqual(b!.serialOf(a!.nodeOf(serial), serial % 2 ** (BITS + 2)), serial)
      assert.strictEqual(b!.find(serial), a!.holder)
      for (const old of stale) assert.strictEqual(b!.find(old), NOBODY)
      stale.push(serial)
      a!.release(serial)
    }
    const nodes = Array.from(given, (id) => Number(id.split(".")[0]))
    assert.deepStrictEqual(nodes, [5, 5, 5, 7, 7, 7, 9, 9, 9, 11, 11, 11])
    assert.strictEqual(b!.find(kept), b!.holder)
    assert.strictEqual(b!.nodeOf(kept), 5)
    assert.strictEqual(b!.serialOf(17, 1), NOBODY)
  })

  it("C08-stale when all ids that there may be were given, there is none left", () => {
    const { words } = make()
    const options = { serialBits: BITS + 1, incarnations: 2, draw: () => 7 }
    const table = new ObjectTable(words, BITS, take(words, 0), options)
    nodeOf(words, 5)
    let count = 0
    for (let serial = table.claim(); serial !== 0; serial = table.claim()) {
      count++
      table.release(serial)
    }
    assert.strictEqual(count, 2 * CAPACITY)
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
    const sweep = Sweep.begin(main, dead.holder, 1, 0)!
    assert.isUndefined(Sweep.begin(other, dead.holder, 1, 2), "once")
    assert.isFalse(sweep.step(1), "and not all at once")
    assert.strictEqual(sweep.finish(), 200)
    assert.isTrue(sweep.step(1))
    for (const serial of [...deads.slice(1), others[0]!]) assert.strictEqual(other.find(serial), NOBODY)
    for (const serial of mains) assert.strictEqual(other.find(serial), main.holder)
    for (const serial of [...others.slice(1), deads[0]!]) assert.strictEqual(main.find(serial), other.holder)
    // Whoever it came from finds out, too.
    assert.isFalse(other.abandon(others[0]!, dead.holder))
    assert.strictEqual(holderOfThread(words, 1), NOBODY)
    assert.strictEqual(take(words, 7), dead.holder)
    assert.strictEqual(main.threadOf(dead.holder), 7)
  })

  it("C06-deaths who dies while it frees the place of another one is followed by the next, and nobody else is", () => {
    const { view } = make()
    const [main, dead, first, second] = [view(), view(), view(), view()]
    const serials = numbers(600).map(() => dead.claim())
    Sweep.begin(first, dead.holder, 1, 2)!.step(100)
    assert.isUndefined(
      Sweep.takeOver(second, dead.holder, () => false, 3),
      "as long as it lives"
    )
    const over = Sweep.takeOver(second, dead.holder, (thread) => thread === 2, 3)!
    assert.isUndefined(Sweep.takeOver(main, dead.holder, (thread) => thread === 2, 0))
    assert.strictEqual(over.finish(), 500)
    for (const serial of serials) assert.strictEqual(main.find(serial), NOBODY)
    assert.strictEqual(main.threadOf(dead.holder), NOBODY)
    assert.isUndefined(Sweep.takeOver(main, dead.holder, () => true, 0))
    // What a thread frees of its own is nobody else's matter.
    Sweep.begin(second, second.holder, 3, 3)
    assert.isUndefined(Sweep.takeOver(main, second.holder, () => true, 0))
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
