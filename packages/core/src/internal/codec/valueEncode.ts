/**
 * Values without a schema → wire values (`value.ts`). Runs on the sending side, once for each message.
 */
import { encodeBytes, encodeMoved, isBinary, Moved, places } from "./apart.ts"
import { entriesOf, sizeOfMap, sizeOfSet, valuesOf } from "./collections.ts"
import { excess, isStackOverflow, messageOf, Refusal } from "./failure.ts"
import { encodeString, isExactString, negativeZero } from "./plain.ts"
import { type BinaryKind, binaryKinds } from "./binaryKinds.ts"
import { shownBytes } from "./shownBytes.ts"
import { Form, type Kind, kindOf } from "./value.ts"
import { fieldsOf, headOf, isError, read } from "./valueErrors.ts"

/**
 * The wire value. Throws a `Refusal` with the path of what cannot be carried, and `excess` where it is known to have more than
 * `mostBytes` when it is packed.
 */
export const encodeValue = (value: unknown, mostBytes = Infinity): unknown => {
  switch (typeof value) {
    case "boolean":
    case "bigint":
    case "undefined":
      return value
    case "string":
      if (value.length > mostBytes) throw excess
      return encodeText(value)
    case "number":
      return encodeNumber(value)
    default: {
      const encoding = mostBytes === Infinity ? new Encoding() : new Bounded(mostBytes)
      let wire: unknown
      try {
        wire = encoding.encode(value)
      } catch (cause) {
        if (cause instanceof Refusal || isStackOverflow(cause) || cause === excess) throw cause
        // A getter, a Proxy, what only has the prototype of a Map or a buffer.
        throw refusal("A value whose own code throws", encoding.path, messageOf(cause))
      }
      return encoding.repeats ? new Map([[Form.counted, wire]]) : wire
    }
  }
}

const refusal = (what: string, path: ReadonlyArray<PropertyKey>, remedy: string): Refusal =>
  new Refusal(what, path, `cannot be carried: ${remedy}`)

const encodeText = (value: string): unknown => (isExactString(value) ? value : encodeString(value))
const encodeNumber = (value: number): unknown => (value !== 0 || 1 / value > 0 ? value : negativeZero)

class Encoding {
  /** Where in the value this is. Not popped by a throw: it then says where that was. */
  readonly path: Array<PropertyKey> = []
  /** An object occurs twice. */
  repeats = false
  /** Objects by the order in which they were entered; the first one apart, since most messages have no second. */
  private first: object | undefined = undefined
  private others: Map<object, number> | undefined = undefined
  /** Fields of errors that cannot be carried, and why: each is looked at once, however many ways lead to it. */
  private refused: Map<unknown, string> | undefined = undefined

  encode(value: unknown): unknown {
    switch (typeof value) {
      case "string":
        return encodeText(value)
      case "number":
        return encodeNumber(value)
      case "boolean":
      case "bigint":
      case "undefined":
        return value
      case "function":
        return this.refuse("A function", "send data, and let the other thread call a function of its own")
      case "symbol":
        return this.refuse("A symbol", "send a text")
    }
    if (value === null) return null
    const object = value as object
    const met = object === this.first ? 0 : this.others?.get(object)
    if (met !== undefined) {
      this.repeats = true
      return new Map([[Form.again, met]])
    }
    if (this.first === undefined) this.first = object
    else (this.others ??= new Map()).set(object, this.others.size + 1)
    const kind = kindOf(Object.getPrototypeOf(object))
    return kind === undefined ? this.instance(object) : this.object(object, kind)
  }

  private child(key: PropertyKey, value: unknown): unknown {
    this.path.push(key)
    const wire = this.encode(value)
    this.path.pop()
    return wire
  }

  /** Reads it only then: a getter that throws has a path too. */
  protected property(value: Record<string, unknown>, key: string): unknown {
    this.path.push(key)
    const wire = this.encode(value[key])
    this.path.pop()
    return wire
  }

  private object(value: any, kind: Kind): unknown {
    switch (kind) {
      case "Object":
        return this.plain(value)
      case "Bare":
        return this.bare(value)
      case "Array":
        return this.array(value)
      case "Map": {
        const out: Array<unknown> = []
        this.need(2 * sizeOfMap(value))
        for (const [key, each] of entriesOf(value)) {
          out.push(this.child("key", key), this.child("value", each))
        }
        return new Map([[Form.map, out]])
      }
      case "Set": {
        const out: Array<unknown> = []
        this.need(sizeOfSet(value))
        for (const each of valuesOf(value)) out.push(this.child("value", each))
        return new Map([[Form.set, out]])
      }
      case "Date":
        return new Map([[Form.date, Date.prototype.getTime.call(value)]])
      case "RegExp":
        return new Map([[Form.regExp, [encodeText(value.source), value.flags]]])
      case "URL":
        return new Map([[Form.url, [value.href]]])
      case "Uint8Array":
      case "Buffer":
        return this.bytes(value)
      default:
        return this.binary(value, kind)
    }
  }

  private plain(value: Record<string, unknown>): unknown {
    const out = new Map<string, unknown>()
    let exact = true
    for (const key of Reflect.ownKeys(value)) {
      if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue
      if (typeof key === "symbol") return this.symbolKey(key)
      exact &&= isExactString(key)
      out.set(key, this.property(value, key))
    }
    return exact ? out : new Map([[Form.object, pairs(out)]])
  }

  private bare(value: Record<string, unknown>): unknown {
    const out: Array<readonly [string, unknown]> = []
    for (const key of Reflect.ownKeys(value)) {
      if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue
      if (typeof key === "symbol") return this.symbolKey(key)
      out.push([key, this.property(value, key)])
    }
    return new Map([[Form.bare, pairs(out)]])
  }

  private symbolKey(key: symbol): never {
    this.path.push(key)
    return this.refuse("A symbol as key", "use a text")
  }

  private array(value: ReadonlyArray<unknown>): unknown {
    const out: Array<unknown> = []
    for (let i = 0; i < value.length; i++) {
      const each = value[i]
      if (each === undefined && !(i in value)) return this.sparse(value, out)
      out.push(this.child(i, each))
    }
    return out
  }

  /** From the first hole on by its keys: its length says nothing about its size. */
  private sparse(value: ReadonlyArray<unknown>, before: ReadonlyArray<unknown>): unknown {
    const out: Array<unknown> = [value.length]
    before.forEach((wire, index) => out.push(index, wire))
    for (const key of Object.keys(value)) {
      const index = Number(key) >>> 0
      if (String(index) !== key || index < before.length) continue
      out.push(index, this.child(index, value[index]))
    }
    return new Map([[Form.sparse, out]])
  }

  private binary(value: any, kind: BinaryKind): unknown {
    const bytes = kind === "ArrayBuffer" ? this.buffer(value) : this.bytes(value)
    return new Map([[Form.binary, [binaryKinds.indexOf(kind), bytes]]])
  }

  private buffer(value: ArrayBuffer): unknown {
    // Of what only has its prototype a view would be empty; this throws.
    Reflect.apply(byteLengthOf, value, [])
    if (isDetached(value)) return this.refuse("An ArrayBuffer that was transferred", goneBytes)
    return this.bytes(new Uint8Array(value))
  }

  /** What a view shows, if it is this thread's own memory or the actor system's, and still there. */
  private bytes(view: ArrayBufferView): unknown {
    const { buffer } = view
    if (isShared(buffer)) {
      if (!places.has(buffer)) return this.refuse("A view of shared memory", copyOfShared)
    } else if (isDetached(buffer)) {
      return this.refuse("A view whose buffer was transferred", goneBytes)
    }
    // Not before: that of a DataView throws where its buffer is gone.
    const bytes = shownBytes(view)
    this.spend(bytes.byteLength)
    return encodeBytes(bytes)
  }

  private instance(value: object): unknown {
    if (value instanceof Moved) return this.moved(value)
    if (isError(value)) return this.error(value)
    if (isShared(value)) return this.refuse("Shared memory", copyOfShared)
    const name: unknown = Object.getPrototypeOf(value)?.constructor?.name
    return this.refuse(nameOfInstance(value), remedies.get(name) ?? "send a plain object with its data, { ...it }")
  }

  private moved({ value }: Moved): unknown {
    if (!isBinary(value)) return this.refuse("What is no binary data", "move an ArrayBuffer, or a view of one")
    try {
      return encodeMoved(value)
    } catch (cause) {
      if (cause instanceof Refusal) cause.path.unshift(...this.path)
      throw cause
    }
  }

  private error(value: Error): unknown {
    const { base, className, message, name, stack } = headOf(value)
    const all = fieldsOf(value)
    const wire = [base, this.encode(className), this.encode(name), this.encode(message), this.encode(stack)]
    wire.push(this.fields(value, all, false), this.fields(value, all, true))
    return new Map([[Form.error, wire]])
  }

  /** Each is read when it is its turn: what a getter makes is let go where there is no room for more. */
  private fields(error: Error, all: ReturnType<typeof fieldsOf>, areVisible: boolean): ReadonlyArray<unknown> {
    const out: Array<unknown> = []
    for (const { enumerable, key } of all) {
      if (enumerable === areVisible) out.push(this.encode(key), this.field(key, read(error, key)))
    }
    return out
  }

  /** Of an error, which is to arrive whatever it holds. */
  private field(key: string, value: unknown): unknown {
    const known = this.refused?.get(value)
    if (known !== undefined) return known
    const depth = this.path.length
    const entered = this.others?.size ?? 0
    try {
      return this.child(key, value)
    } catch (cause) {
      if (isStackOverflow(cause) || cause === excess) throw cause
      this.path.length = depth
      this.leave(entered)
      const text = `(not carried: ${cause instanceof Refusal ? cause.what : messageOf(cause)})`
      ;(this.refused ??= new Map()).set(value, text)
      return text
    }
  }

  /** What was entered since is not part of the message. */
  private leave(entered: number): void {
    if (this.others === undefined || this.others.size === entered) return
    for (const [object, index] of this.others) if (index > entered) this.others.delete(object)
  }

  private refuse(what: string, remedy: string): never {
    throw refusal(what, this.path, remedy)
  }

  /** So many bytes are part of the message; so many more will be, at least. */
  protected spend(_bytes: number): void {}
  protected need(_bytes: number): void {}
}

/** Up to a size: getters may make new values without end. A value has one byte at least, and a text as many as characters. */
class Bounded extends Encoding {
  private left: number

  constructor(mostBytes: number) {
    super()
    this.left = mostBytes
  }

  override encode(value: unknown): unknown {
    this.spend(typeof value === "string" ? value.length : 1)
    return super.encode(value)
  }

  protected override property(value: Record<string, unknown>, key: string): unknown {
    this.spend(key.length)
    return super.property(value, key)
  }

  protected override spend(bytes: number): void {
    this.need(bytes)
    this.left -= bytes
  }

  protected override need(bytes: number): void {
    if (bytes > this.left) throw excess
  }
}

/** What it is, in the words of a refusal. */
export const nameOfInstance = (value: object): string => {
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name
  return typeof name === "string" && name !== "" && name !== "Object" ? `An instance of ${name}` : "A class instance"
}

const byteLengthOf = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength")!.get!
const isDetached = (buffer: ArrayBuffer & { readonly detached?: boolean }): boolean => buffer.detached === true

const isShared = (buffer: object): buffer is SharedArrayBuffer =>
  !(buffer instanceof ArrayBuffer) && Object.prototype.toString.call(buffer) === "[object SharedArrayBuffer]"

const pairs = (entries: Iterable<readonly [string, unknown]>): ReadonlyArray<unknown> => {
  const out: Array<unknown> = []
  for (const [key, wire] of entries) out.push(encodeText(key), wire)
  return out
}

const goneBytes = "it has no bytes any more"
const copyOfShared = "send a copy, such as new Uint8Array(it).slice()"
const ofItsThread = "it belongs to its thread"

const remedies: ReadonlyMap<unknown, string> = new Map([
  ["Promise", "await it first"],
  ["WeakMap", "send a Map"],
  ["WeakSet", "send a Set"],
  ["WeakRef", "send what it refers to"],
  ["MessagePort", ofItsThread],
  ["Worker", ofItsThread],
  ["Socket", ofItsThread],
  ["Number", "send the number itself"],
  ["String", "send the string itself"],
  ["Boolean", "send the boolean itself"],
  ["Iterator", "send an array of what it yields"]
])
