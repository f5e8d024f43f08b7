/**
 * Errors that are too large to be carried whole: whatever they hold and refer to, they arrive in short, within the limit, and the work is
 * bounded. How they come to that is in `test/fromModule.test.ts`.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Codec from "../src/Codec.ts"
import { inShort } from "../src/internal/codec/inShort.ts"
import { thrownCodec, valueCodec } from "../src/internal/codec/valueCodec.ts"
import { random } from "./codecShapes.ts"

class HttpError extends TypeError {
  readonly status: number
  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

const codec = valueCodec(new Map([["HttpError", HttpError]]))
const mebibyte = 1024 * 1024
const large = "x".repeat(1_200_000)
const tooLarge = "(not carried: it is too large)"
const noRoom = "(not carried: the error that holds it is too large)"

/** As it arrives. */
const arrived = (thrown: unknown, limitBytes = mebibyte): any => {
  const length = codec.encode(inShort(thrown, "it is too large", limitBytes))
  assert.isAtMost(length, limitBytes)
  return codec.decode(Codec.scratch.bytes.slice(0, length), 0, length)
}

/** Thrown, as a thread has it carried: whole if it can be. */
const whole = (thrown: unknown): any => {
  const { decode, encode } = thrownCodec(new Map([["HttpError", HttpError]]))
  const length = encode(thrown)
  return length <= mebibyte ? decode(Codec.scratch.bytes.slice(0, length), 0, length) : arrived(thrown)
}

/** Errors, each with a text that no message holds or none, whose fields refer to any others, directly or in data. */
const randomGraph = (seed: number): ReadonlyArray<HttpError> => {
  const pick = random(seed)
  const count = 1 + pick(pick(8) === 0 ? 1000 : 30)
  const message = (): string => ["m", "é✓".repeat(pick(3000)), "\uD800".repeat(pick(3000)), large][pick(4)]!
  const errors = Array.from({ length: count }, (_, index) => new HttpError(message(), index))
  const other = (): HttpError => errors[pick(count)]!
  const fields: ReadonlyArray<() => unknown> = [
    other,
    other,
    () => [other(), other()],
    () => Array.from({ length: pick(400) }, other),
    () => ({ request: { error: other(), method: "GET" }, refused: pick(2) === 0 ? () => 1 : undefined }),
    () => new Map<unknown, unknown>([[other(), [{ deep: [[other()]] }]]]),
    () => large,
    () => new Uint8Array(pick(3000)),
    () => Array.from({ length: pick(3000) }, (_, row) => ({ row })),
    () => "text".repeat(pick(400)),
    () => [new Date(pick(1000)), /a/g, -0, 2n ** 70n, undefined]
  ]
  for (const error of errors) {
    const width = pick(pick(20) === 0 ? 500 : 8)
    for (let i = 0; i < width; i++) Reflect.set(error, `field${i}`, fields[pick(fields.length)]!())
    if (pick(2) === 0) Object.defineProperty(error, "cause", { value: other(), enumerable: false })
  }
  return errors
}

describe("errors in short", () => {
  it.effect.prop(
    "A21-random any graph of errors is carried within the limit, with the class and the small fields of the first",
    [Schema.Int],
    ([seed]) =>
      Effect.sync(() => {
        const [first] = randomGraph(seed)
        for (const limit of [1000, 20_000, mebibyte]) {
          const error = arrived(first, limit)
          assert.instanceOf(error, HttpError)
          assert.strictEqual(error.status, 0)
          const whole = first!.message
          assert.include([whole, `(cut: it has ${whole.length} characters)`], error.message.replace(/^.*… /su, ""))
        }
      }),
    { arbitrary: { runs: 40 } }
  )

  it("A21 errors that know each other are carried once each", () => {
    const errors = Array.from({ length: 60 }, (_, index) => new HttpError(`e${index}`, index))
    for (const error of errors) for (const each of errors) Reflect.set(error, `other${each.status}`, each)
    Reflect.set(errors[0]!, "body", large)
    const error = arrived(errors[0])
    assert.strictEqual(error.body, tooLarge)
    assert.strictEqual(error.other0, error)
    assert.strictEqual(error.other1.other59, error.other59)
    assert.deepStrictEqual([error.other59.message, error.other59.status], ["e59", 59])
  })

  it("A21 as many causes as there is room for, however long their messages are", () => {
    const chain = (length: number, message: string): HttpError => {
      let error = new HttpError("leaf", 0)
      for (let i = 1; i < length; i++) {
        error = Object.assign(new HttpError(`${i}${message}`, i), { cause: error })
      }
      return error
    }
    const few = arrived(chain(20, "q".repeat(100_000)))
    let last = few
    for (let i = 19; i > 0; i--) {
      assert.strictEqual(last.status, i)
      assert.match(last.message, /^\d+q+… \(cut: it has 10000\d characters\)$/)
      assert.match(last.stack, /errorsInShort\.test\.ts:\d+/)
      last = last.cause
    }
    assert.strictEqual(last.message, "leaf")
    let many = arrived(chain(5000, ""))
    let held = 0
    for (; many instanceof HttpError; many = many.cause) assert.strictEqual(many.status, 4999 - held++)
    assert.deepStrictEqual([held, many], [100, noRoom])
  })

  it("A21 the deepest that may be is nested no deeper than the stack allows", () => {
    let error = new HttpError("leaf", 0)
    for (let i = 0; i < 200; i++) {
      let data: unknown = error
      for (let depth = 0; depth < 7; depth++) data = depth % 2 === 0 ? [data] : new Map([[data, { data }]])
      error = Object.assign(new HttpError("m", i), { data })
    }
    assert.strictEqual(arrived(error).status, 199)
  })

  it("A21 of many errors in one those that have room, and how many more there are", () => {
    const errors = Array.from({ length: 3000 }, (_, index) => new HttpError(`e${index}${"y".repeat(500)}`, index))
    const error = arrived(Object.assign(new AggregateError(errors, "many"), { tries: 3 }))
    assert.deepStrictEqual([error.constructor, error.message, error.tries], [AggregateError, "many", 3])
    assert.strictEqual(error.errors.length, 100)
    assert.strictEqual(error.errors[98].status, 98)
    assert.strictEqual(error.errors[99], "(2901 more are not carried: the error that holds them is too large)")
  })

  it("A21 small data is carried, and what is left out is said", () => {
    const shared = { method: "GET", at: new Date(0) }
    const fields = {
      body: large,
      request: shared,
      same: shared,
      tags: ["a", undefined, -0],
      rows: [],
      manyRows: Array.from({ length: 300_000 }, (_, row) => ({ row })),
      bytes: new Uint8Array([1, 2]),
      pattern: /a/g,
      url: new URL("http://a/b"),
      done: () => 1,
      own: { deep: [new (class Point {})()] },
      get bad(): number {
        throw new Error("no")
      }
    }
    const original = new HttpError("m", 4)
    Object.defineProperties(original, Object.getOwnPropertyDescriptors(fields))
    Object.assign(original, { loop: { original } })
    const error = arrived(original)
    const { bad, body, bytes, done, loop, manyRows, own, pattern, request, rows, same, status, tags, url } = error
    assert.deepStrictEqual(
      { bad, body, bytes, done, manyRows, own, pattern, request, rows, status, tags, url: String(url) },
      {
        bad: "(not carried: reading it threw)",
        body: tooLarge,
        bytes: new Uint8Array([1, 2]),
        done: "(not carried: A function)",
        manyRows: tooLarge,
        own: "(not carried: An instance of Point)",
        pattern: /a/g,
        request: { method: "GET", at: new Date(0) },
        rows: [],
        status: 4,
        tags: ["a", undefined, -0],
        url: "http://a/b"
      }
    )
    assert.strictEqual(same, request)
    assert.strictEqual(loop.original, error)
  })

  it("A21 more fields than there is room for: how many are left out is said, and small ones come first", () => {
    const original: any = new HttpError("m", 6)
    for (let i = 0; i < 2000; i++) original[`text${i}`] = "z".repeat(900)
    for (let i = 0; i < 500; i++) original[`number${i}`] = i
    original[large] = 1
    const error = arrived(original)
    assert.strictEqual(error.number499, 499)
    assert.strictEqual(error.text0.length, 900)
    assert.strictEqual(error.text1999, noRoom)
    assert.strictEqual(error["(not carried)"], "1 more: the error is too large")
    const few = arrived(original, 2000)
    const kept = Object.keys(few).filter((key) => key !== "(not carried)").length
    assert.strictEqual(few["(not carried)"], `${2502 - kept} more: the error is too large`)
  })

  it("A21 names, messages and stacks without end", () => {
    const named: any = new Error("m")
    named.name = large
    assert.match(arrived(named).name, /^x+… \(cut: it has 1200000 characters\)$/)
    const long = { [large]: class extends HttpError {} }[large]!
    const error = arrived(Object.assign(new long(large, 7), { body: large }))
    assert.deepStrictEqual([error.constructor, error.status], [HttpError, 7])
    assert.match(error.message, /^x{15,}… \(cut: it has 1200000 characters\)$/)
    assert.match(error.stack, /errorsInShort\.test\.ts:\d+/, "the frames behind the message are not cut")
  })

  it("A21 what is thrown and cannot be told to be an error", () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    for (const thrown of [proxy, { a: large }, large]) {
      assert.strictEqual(arrived(thrown).message, "it threw what cannot be carried: it is too large")
    }
  })

  it("A21 fields that cannot be carried are looked at once, whoever holds them", () => {
    let error = new HttpError("leaf", 0)
    for (let i = 0; i < 40; i++) {
      const refused = (): number => i
      error = Object.assign(new HttpError("m", i), { one: [error, refused], other: [error, refused] })
    }
    const thrown = thrownCodec(new Map([["HttpError", HttpError]]))
    const length = thrown.encode(error)
    const found: any = thrown.decode(Codec.scratch.bytes.slice(0, length), 0, length)
    assert.deepStrictEqual([found.status, found.one, found.other], [39, "(not carried: A function)", found.one])
  })

  it("A21 a value's own iterator and its own size are never asked, whole or in short", () => {
    let asked = 0
    const own = <A extends object>(value: A): A => {
      Object.defineProperty(value, Symbol.iterator, { get: () => ++asked })
      if (!Array.isArray(value)) Object.defineProperty(value, "size", { get: () => ++asked })
      return value
    }
    for (const body of ["small", large]) {
      const original = Object.assign(new HttpError("m", 1), {
        body,
        numbers: own([1, 2]),
        errors: own([new HttpError("one", 2)]),
        map: own(new Map([["a", new Set([1])]])),
        set: own(new Set(["a"]))
      })
      const { errors, map, numbers, set, status } = whole(original)
      assert.deepStrictEqual(
        [status, numbers, errors.length, errors[0].status, map, set],
        [1, [1, 2], 1, 2, new Map([["a", new Set([1])]]), new Set(["a"])]
      )
    }
    assert.strictEqual(asked, 0)
  })

  it("A21 getters that make something new each time are read so often and no more", () => {
    let read = 0
    const endless = (): HttpError => {
      const error = Object.assign(new HttpError("m", 1), { body: `${read}${"y".repeat(100_000)}` })
      return Object.defineProperty(error, "next", { enumerable: true, get: () => (read++, endless()) })
    }
    assert.deepInclude(whole(endless()), { status: 1, body: tooLarge })
    assert.isBelow(read, 300)
    read = 0
    const wide = endless()
    for (let i = 0; i < 4000; i++) {
      Object.defineProperty(wide, `other${i}`, { enumerable: true, get: () => (read++, new HttpError(large, i)) })
    }
    const error = whole(wide)
    assert.deepStrictEqual([error.status, error.other0.status, error.other3999], [1, 0, noRoom])
    assert.isBelow(read, 600)
    read = 0
    const list = Array.from({ length: 100_000 })
    list.forEach((_, i) => Object.defineProperty(list, i, { get: () => (read++, new HttpError("m", i)) }))
    assert.strictEqual(whole(Object.assign(new HttpError("m", 2), { body: large, list })).status, 2)
    assert.isBelow(read, 600)
  })

  it("A21 a map or a set is left out by its size", () => {
    let read = 0
    const first = {
      get key() {
        return read++
      }
    }
    const map = new Map<unknown, unknown>([[first, 0]])
    for (let i = 0; i < 600_000; i++) map.set(i, i)
    const set = new Set<unknown>([first, ...map.keys(), ...Array.from({ length: 600_000 }, (_, i) => -i)])
    const error = whole(Object.assign(new HttpError("m", 3), { map, inside: { set } }))
    assert.deepStrictEqual([error.status, error.map, error.inside], [3, tooLarge, tooLarge])
    assert.strictEqual(read, 0)
  })
})
