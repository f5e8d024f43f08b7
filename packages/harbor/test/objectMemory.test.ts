/*
 * What a million objects take, and that to find one takes as long as when there are few.
 */
import { assert, describe, it } from "@effect/vitest"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import * as Layout from "../src/internal/objects/layout.ts"
import { ObjectTable, take } from "../src/internal/objects/table.ts"
import type { Surroundings } from "../src/internal/objects/surroundings.ts"
import { ThreadObjects } from "../src/internal/objects/threadObjects.ts"

const MILLION = 1_000_000

/** A thread whose objects nobody sends to. */
const alone = (words: Int32Array): ThreadObjects<never> => {
  const around: Surroundings<never> = {
    kindOf: () => 0,
    kindName: () => "kind",
    concurrency: () => 1,
    mailbox: () => 1,
    run: () => undefined,
    refuse: () => {},
    forward: () => {},
    tell: () => {},
    whenLate: () => () => {},
    everyone: () => [],
    pack: () => undefined,
    unpack: () => undefined
  }
  return new ThreadObjects(new ObjectTable(words, Layout.bitsOf(words.length), take(words, 1)), around)
}

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

/** The heap, and typed arrays that are not shared. */
const used = (): number => {
  collect()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

describe("a million objects", () => {
  it("C06-memory take at most 64 bytes each in all threads together, their owner's share on the heap counted", () => {
    const words = new Int32Array(new SharedArrayBuffer(Layout.bytesFor(20)))
    const shared = words.byteLength / 2 ** 20
    assert.isAtMost(shared, 32)
    const objects = alone(words)
    const state = { health: 100 }
    const before = used()
    for (let n = 0; n < MILLION; n++) objects.claim(0, state)
    const perObject = (used() - before) / MILLION
    assert.strictEqual(objects.count, MILLION)
    // With a reference to its state, and room that a growing column has to spare.
    assert.isAtMost(shared + perObject, 64)
  })

  it("C06-lookup an object is found by one load of one word, whatever there is", () => {
    const words = new Int32Array(new SharedArrayBuffer(Layout.bytesFor(20)))
    const objects = alone(words)
    const serials = Array.from({ length: MILLION }, () => objects.claim(0, undefined))
    // What all the other words say makes no difference.
    for (const serial of serials.filter((_, index) => index % 9973 === 0)) {
      const at = Layout.ENTRIES + (serial & (2 ** 20 - 1)) * Layout.ENTRY_WORDS
      const word = words[at]!
      const copy = new Int32Array(words.length)
      copy[at] = word
      assert.strictEqual(new ObjectTable(copy, 20, 1).find(serial), objects.table.find(serial))
    }
    assert.isTrue(serials.every((serial) => objects.release(serial)))
    assert.strictEqual(objects.count, 0)
  })
})
