/**
 * Small messages are written and read without msgpackr: with the same bytes, and the same result of any bytes.
 */
import { assert, it } from "@effect/vitest"
import { pack, scratch, unpack } from "../src/internal/codec/msgpack.ts"
import { NO } from "../src/internal/codec/plain.ts"
import { SeededRandom } from "../src/internal/simulation/random.ts"
import { Luck, readSmall, smallBytes, smallWords, writeSmall } from "../src/internal/codec/small.ts"

const packed = (wire: unknown): Uint8Array => {
  const length = pack(wire)
  return scratch.bytes.slice(0, length)
}

const written = (wire: unknown): Uint8Array | undefined => {
  const length = writeSmall(wire)
  return length < 0 ? undefined : smallBytes.slice(0, length)
}

const edges = [0, 0x1f, 0x20, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 2 ** 31, 2 ** 32, 2 ** 53]
const floats = [NaN, Infinity, -Infinity, 0.5, -1.25, Math.PI, Number.MIN_VALUE, Number.MAX_VALUE, 0.1]

const leaf = (random: SeededRandom): unknown => {
  switch (random.below(8)) {
    case 0:
      return random.chance(0.5)
    case 1:
      return null
    case 2:
      return floats[random.below(floats.length)]
    case 3: {
      // Around each edge, on both sides of zero. What the wire has for −0 is no number: see `negativeZero`.
      const value = edges[random.below(edges.length)]! + random.below(3) - 1
      return random.chance(0.5) || value === 0 ? value : -value
    }
    case 4:
      return random.next() * 2 ** random.below(60)
    case 5:
      return Uint8Array.from({ length: random.below(64) }, () => random.below(0x100))
    default:
      return String.fromCharCode(...Array.from({ length: random.below(16) }, () => random.below(0x80)))
  }
}

const array = (random: SeededRandom, of: (random: SeededRandom) => unknown): ReadonlyArray<unknown> =>
  Array.from({ length: random.below(16) }, () => of(random))

const small = (random: SeededRandom): ReadonlyArray<unknown> =>
  array(random, (inner) => (inner.chance(0.2) ? array(inner, leaf) : leaf(inner)))

it("what is small has the bytes that msgpackr writes, and is read from them", () => {
  const random = new SeededRandom(1)
  for (let run = 0; run < 3000; run++) {
    const wire = small(random)
    const bytes = packed(wire)
    assert.deepStrictEqual(written(wire), bytes)
    const within = new Uint8Array(new SharedArrayBuffer(bytes.length + 24)).fill(0xdb)
    within.set(bytes, 13)
    assert.deepStrictEqual(readSmall(within, 13, 13 + bytes.length), wire)
  }
})

it("whatever the bytes are: it is refused, or what msgpackr reads", () => {
  const random = new SeededRandom(2)
  let [read, refused] = [0, 0]
  for (let run = 0; run < 10_000; run++) {
    const bytes = packed(small(random))
    for (let edits = random.below(4); edits > 0; edits--) bytes[random.below(bytes.length)] = random.below(0x100)
    const some = bytes.subarray(0, Math.max(1, bytes.length - random.below(3)))
    const value = readSmall(some, 0, some.length)
    if (value === NO) refused++
    else assert.deepStrictEqual(value, unpack(some, 0, some.length), String(read++))
  }
  assert.isAbove(read, 1000)
  assert.isAbove(refused, 1000)
})

it("what is not small is refused and costs nothing but the look at it", () => {
  const nested = [[[1]]]
  const longest = Array.from({ length: 16 }, (_, index) => index)
  const others = [1, "one", null, undefined, longest, nested, [undefined], ["é"], ["x".repeat(64)], [1n], [new Map()]]
  for (const other of [...others, [new Uint8Array(64)], [new Date(0)], [{}], new Array(3)]) {
    assert.isUndefined(written(other), String(other))
  }
  // Written, but left to msgpackr to read.
  const long = ["x".repeat(63)]
  assert.deepStrictEqual(written(long), packed(long))
  assert.strictEqual(readSmall(packed(long), 0, packed(long).length), NO)
  for (const other of [longest, nested, ["é"], [1n], 1, "one"]) {
    assert.strictEqual(readSmall(packed(other), 0, packed(other).length), NO, String(other))
  }
})

it("bytes are read as bytes of their own", () => {
  const wire = [Uint8Array.of(1, 2, 3), new Uint8Array(0)]
  const bytes = packed(wire)
  const read = readSmall(bytes, 0, bytes.length) as Array<Uint8Array>
  bytes.fill(0)
  assert.deepStrictEqual(read, wire)
  assert.isFalse(Buffer.isBuffer(read[0]))
  assert.strictEqual(read[0]!.buffer.byteLength, 3)
})

it("the largest message has room, and its words are its bytes", () => {
  for (const one of ["x".repeat(63), new Uint8Array(63).fill(7)]) {
    const full = Array.from({ length: 15 }, () => Array.from({ length: 15 }, () => one))
    assert.deepStrictEqual(written(full), packed(full))
  }
  assert.strictEqual(smallWords.buffer, smallBytes.buffer)
})

it("a type of messages that are never small is tried no more, one that is small now and then is", () => {
  const luck = new Luck()
  for (let i = 0; i < 63; i++) luck.had(false)
  assert.isTrue(luck.lasts)
  luck.had(true)
  for (let i = 0; i < 63; i++) luck.had(false)
  assert.isTrue(luck.lasts)
  luck.had(false)
  assert.isFalse(luck.lasts)
})

it("small messages and others take turns, each in a scratch of its own", () => {
  const luck = new Luck()
  for (const wire of [[1, "a"], ["é"], [2, "b"], new Map([["k", 1]]), [3, 0.5]]) {
    const length = pack(wire, luck)
    const bytes = scratch.bytes.slice(0, length)
    assert.deepStrictEqual(unpack(bytes, 0, length), wire)
    assert.deepStrictEqual(unpack(bytes, 0, length, new Luck()), wire)
  }
})
