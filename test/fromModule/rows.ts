/*
 * The table of `packages/core/docs/plain-functions.md`, as values: what is sent, and what has to arrive. Made on both sides.
 */
import * as Data from "effect/Data"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Buffer } from "node:buffer"
import * as assert from "node:assert/strict"
import { comparable } from "./comparable.ts"
import {
  circular,
  cyclic,
  deep,
  detached,
  filled,
  named,
  polluting,
  suppressed,
  throws,
  twice,
  typed,
  withCause,
  withStack
} from "./made.ts"
import { runInNewContext } from "node:vm"

export interface Row {
  readonly what: string
  /** As the document says it. */
  readonly arrives: string
  readonly make: () => unknown
  /** What has to arrive; what was made, where it is missing. */
  readonly expect?: () => unknown
  /** What equality does not see. */
  readonly also?: (arrived: any) => boolean
  /** What the error says, and the path that it names besides that of the value itself. */
  readonly refused?: string
  readonly path?: string | undefined
}

export class HttpError extends Error {
  readonly status: number
  readonly #secret = 1
  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
  secret(): number {
    return this.#secret
  }
}

/** A class that this module does not export. */
class Hidden extends TypeError {
  readonly detail = { at: new Date(7) }
}

class Tagged extends Schema.TaggedError<Tagged>()("Tagged", { path: Schema.String }) {}

class Untyped extends Data.TaggedError("Untyped")<{ readonly path: string }> {}

class Point {
  readonly x = 1
}

/** The stack was gone before it was found. */
const NOWHERE = "nowhere"
const EQUAL = "equal"
const REFUSED = "refused"

const carried = (what: string, make: Row["make"], more: Partial<Row> = {}): Row => ({
  what,
  arrives: EQUAL,
  make,
  ...more
})
const refused = (what: string, says: string, make: Row["make"], path: string | undefined = ""): Row => ({
  what,
  arrives: REFUSED,
  make,
  refused: says,
  path: path === NOWHERE ? undefined : path
})

export const rows: ReadonlyArray<Row> = [
  carried("strings, with lone surrogates and byte order marks", () => ["", "häß 🙂", "\ud800", "\ufeffa"]),
  carried("numbers, with NaN, −0 and the infinities", () => [
    0,
    -0,
    NaN,
    Infinity,
    -Infinity,
    0.1,
    2 ** 53,
    -(2 ** 40)
  ]),
  carried("booleans, `null` and `undefined`", () => [true, false, null, undefined]),
  carried("bigints of any length", () => [0n, -1n, 2n ** 64n, -(3n ** 999n)]),
  carried("plain objects, with keys that are `undefined`", () => ({ a: 1, b: undefined, 3: { c: [] } })),
  carried("keys `__proto__`, `constructor` and the like, as keys", polluting, {
    also: (arrived) => Object.getPrototypeOf(arrived) === Object.prototype && ({} as any).polluted === undefined
  }),
  carried("objects without a prototype", () => Object.assign(Object.create(null), { a: 1 }), {
    also: (arrived) => Object.getPrototypeOf(arrived) === null
  }),
  carried("arrays", () => [1, [2, [3]], []]),
  carried("arrays with holes", () => Object.assign(Array(5), { 1: 1, 3: undefined }), {
    also: (arrived) => !(0 in arrived) && 3 in arrived
  }),
  carried("an array of 4,294,967,295 holes", () => Array(2 ** 32 - 1), {
    expect: () => 2 ** 32 - 1,
    also: (arrived) => arrived.length === 2 ** 32 - 1
  }),
  carried("cycles", cyclic, {
    also: (arrived) => arrived.list[0] === arrived && arrived.map.get(arrived) === arrived.list
  }),
  carried("an object met twice, as one object", twice, {
    also: (arrived) => arrived.a === arrived.b[0] && arrived.a.n === arrived.b[1]
  }),
  carried("Date, also an invalid one", () => [new Date(0), new Date(NaN), new Date(-8.64e15)]),
  carried("Map and Set, in order, with keys of any kind", () => [
    new Map<unknown, unknown>([
      [{ a: 1 }, new Set([NaN, new Map()])],
      [undefined, -0]
    ]),
    new Set([[1], "1", 1n])
  ]),
  carried("RegExp", () => [/a+\/b/giu, /^$/]),
  carried("URL", () => new URL("https://user@example.org:81/a?b=c#d")),
  carried("ArrayBuffer", () => filled(new Uint8Array(9)).buffer),
  carried("Uint8Array", () => [filled(new Uint8Array(100)), filled(new Uint8Array(100_000))]),
  carried("every other typed array", () =>
    typed.flatMap((View) => [7, 5000].map((length) => filled(new View(length) as Float64Array)))
  ),
  carried("BigInt64Array, BigUint64Array", () => [
    new BigInt64Array([-1n, 2n ** 62n]),
    new BigUint64Array([2n ** 64n - 1n])
  ]),
  carried("DataView", () => new DataView(filled(new Uint8Array(6)).buffer)),
  carried(
    "Error and its built-in classes, with message and stack",
    () =>
      [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((Type) =>
        withStack(new Type("m"))
      ),
    {
      also: (arrived: ReadonlyArray<Error>) => arrived.every(({ stack }) => stack?.endsWith("at there") === true)
    }
  ),
  carried("AggregateError", () => withStack(new AggregateError([withStack(new TypeError("one")), 2], "all"))),
  carried("SuppressedError, with `error` and `suppressed`", suppressed, {
    also: (arrived) => arrived.error instanceof TypeError && arrived.suppressed[0] === arrived.error
  }),
  carried("DOMException", () => new DOMException("left", "AbortError"), {
    also: (arrived) => arrived.name === "AbortError" && arrived.code === 20
  }),
  carried("`cause` of an error, whatever it is", withCause, {
    also: (arrived) => arrived.cause[0].cause === arrived.cause[1]
  }),
  carried("an error that is its own cause", circular, {
    also: (arrived) => arrived.cause === arrived && arrived.self[0] === arrived
  }),
  carried("fields of an error (`code`, `errno`, `path` …)", () => {
    const fields = { code: "ENOENT", errno: -2, path: "/a", at: new Map([[1, new Date(2)]]) }
    return Object.assign(withStack(new Error("no such file")), fields)
  }),
  carried(
    "errors of a class that the module exports (there), or of `errors` (here)",
    () => withStack(new HttpError("gone", 410)),
    {
      arrives: "equal, without its `#private` fields: a getter or method that uses one throws",
      also: (arrived) => {
        if (!(arrived instanceof HttpError) || arrived.status !== 410) return false
        // What was made here has it.
        return new HttpError("gone", 410).secret() === 1 && throws(() => arrived.secret())
      }
    }
  ),

  {
    what: "errors of any other class",
    arrives: "as its built-in class, with the class's name as `name`, and all its fields",
    make: () => withStack(new Hidden("hidden")),
    expect: () => {
      const error = Object.assign(new TypeError("hidden"), { detail: { at: new Date(7) } })
      Object.defineProperty(error, "name", { value: "Hidden", enumerable: false })
      return error
    },
    also: (arrived) => arrived instanceof TypeError && !(arrived instanceof Hidden)
  },
  {
    what: "errors of Effect with a tag",
    arrives: "the same, with `_tag`",
    make: () => [new Tagged({ path: "/a" }), new Untyped({ path: "/b" })],
    expect: () => [named("Tagged", { _tag: "Tagged", path: "/a" }), named("Untyped", { _tag: "Untyped", path: "/b" })],
    also: ([one, other]) => one._tag === "Tagged" && other._tag === "Untyped"
  },
  {
    what: "a field of an error that cannot be carried",
    arrives: "as a text that says so: errors always arrive",
    make: () => Object.assign(withStack(new Error("m")), { seen: [1], request: { seen: [2], abort: () => {} } }),
    expect: () => Object.assign(new Error("m"), { seen: [1], request: "(not carried: A function)" })
  },
  {
    what: "Buffer",
    arrives: "as Uint8Array",
    make: () => Buffer.from("bytes"),
    expect: () => new Uint8Array([98, 121, 116, 101, 115])
  },
  {
    what: "a view of a part of a buffer",
    arrives: "with the bytes that it shows, and no others",
    make: () => new Uint16Array(filled(new Uint8Array(8)).buffer, 2, 2),
    expect: () => new Uint16Array(filled(new Uint8Array(8)).buffer.slice(2, 6)),
    also: (arrived) => arrived.buffer.byteLength === 4
  },
  {
    what: "two views of one buffer",
    arrives: "each with bytes of its own",
    make: () => {
      const buffer = filled(new Uint8Array(4)).buffer
      return [new Uint8Array(buffer), new Int8Array(buffer)]
    },
    also: ([one, other]) => one.buffer !== other.buffer
  },
  {
    what: "resizable buffers",
    arrives: "with the length they have",
    make: () => new ArrayBuffer(2, { maxByteLength: 9 }),
    expect: () => new ArrayBuffer(2),
    also: (arrived) => !arrived.resizable
  },
  {
    what: "`lastIndex` of a RegExp",
    arrives: "as 0",
    make: () => {
      const pattern = /a/g
      pattern.test("a")
      return pattern
    },
    expect: () => /a/g
  },
  {
    what: "getters",
    arrives: "as the value that they give",
    make: () => ({
      get once() {
        return { n: 1 }
      }
    }),
    expect: () => ({ once: { n: 1 } }),
    also: (arrived) => Object.getOwnPropertyDescriptor(arrived, "once")?.get === undefined
  },
  {
    what: "properties that are not enumerable, and properties of arrays besides their items",
    arrives: "not at all",
    make: () => [Object.defineProperty({ a: 1 }, "b", { value: 2 }), Object.assign([1], { extra: 1 })],
    expect: () => [{ a: 1 }, [1]]
  },
  {
    what: "frozen and sealed objects",
    arrives: "not frozen",
    make: () => Object.freeze({ a: Object.freeze([1]) }),
    also: (arrived) => !Object.isFrozen(arrived) && !Object.isFrozen(arrived.a)
  },
  {
    what: "`arguments` of a function",
    arrives: "as a plain object with its numbered keys",
    make: () =>
      Reflect.apply(
        function () {
          // It is what is sent here.
          // oxlint-disable-next-line prefer-rest-params
          return arguments
        },
        undefined,
        ["first", [2]]
      ),
    expect: () => ({ 0: "first", 1: [2] }),
    also: (arrived) => Object.prototype.toString.call(arrived) === "[object Object]" && !("length" in arrived)
  },
  {
    what: "a Proxy of an object or array",
    arrives: "as what it shows",
    make: () => new Proxy({ a: 1 }, { get: () => 2 }),
    expect: () => ({ a: 2 })
  },
  {
    what: "objects of another realm (`node:vm`)",
    arrives: "as those of this one",
    make: () =>
      runInNewContext(
        "({ list: [new Map([[1, new Date(1)]])], bytes: new Uint8Array([1]), error: new RangeError('r') })"
      ),
    expect: () => ({ list: [new Map([[1, new Date(1)]])], bytes: new Uint8Array([1]), error: new RangeError("r") }),
    also: (arrived) => arrived.list[0] instanceof Map && arrived.error instanceof RangeError
  },

  refused("functions and classes", "A function", () => ({ f: () => 1 }), '["f"]'),
  refused("symbols", "A symbol", () => Symbol("s")),
  refused("keys that are symbols", "A symbol as key", () => ({ [Symbol("s")]: 1 }), "[Symbol(s)]"),
  refused("instances of classes", "An instance of Point", () => new Point()),
  refused("instances of subclasses of Map, Array …", "An instance of Own", () => new (class Own extends Map {})()),
  refused("Option, and other data of Effect", "A class instance", () => Option.some(1)),
  refused("promises", "An instance of Promise cannot be carried: await it first", () => Promise.resolve(1)),
  refused("WeakMap", "An instance of WeakMap", () => new Map([[1, new WeakMap()]]), '["value"]'),
  refused("WeakSet", "An instance of WeakSet", () => new WeakSet()),
  refused("WeakRef", "An instance of WeakRef", () => new WeakRef({})),
  refused("generators and iterators", "An instance of Iterator", () => [1].values()),
  refused("SharedArrayBuffer", "Shared memory", () => new SharedArrayBuffer(8)),
  refused("views of shared memory", "A view of shared memory", () => new Int32Array(new SharedArrayBuffer(8))),
  refused("MessagePort", "An instance of MessagePort", () => {
    const { port1, port2 } = new MessageChannel()
    port1.close()
    return port2
  }),
  refused("Blob, Headers, Request and the like", "An instance of Blob", () => new Blob(["a"])),
  refused("boxed primitives", "An instance of Number", () => new Number(1)),
  refused("buffers that were transferred", "An ArrayBuffer that was transferred", () => detached((it) => it)),
  refused("views of such buffers", "A view whose buffer was transferred", () => detached((it) => new Uint8Array(it))),
  refused(
    "getters that throw",
    "A value whose own code throws cannot be carried: no",
    () => ({
      get bad() {
        throw new Error("no")
      }
    }),
    '["bad"]'
  ),
  refused("a Proxy that throws, or of a Map, Date …", "A value whose own code throws", () => new Proxy(new Map(), {})),
  refused("nested deeper than the stack allows (some thousands)", "nested too deeply", deep, NOWHERE)
]

/** Empty when it is what has to arrive; else how it differs. */
export const differs = (row: Row, arrived: unknown): string => {
  const expected = (row.expect ?? row.make)()
  try {
    if (typeof expected !== "number") assert.deepStrictEqual(comparable(arrived), comparable(expected))
    return row.also === undefined || row.also(arrived) ? "" : `${row.what}: not as it has to arrive`
  } catch (error) {
    return `${row.what}: ${String(error)}`
  }
}

export const rowOf = (what: string): Row => rows.find((row) => row.what === what)!
