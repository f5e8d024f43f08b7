/**
 * Wire values → values without a schema (`value.ts`). Runs on the receiving side; whatever the bytes are, the result is a
 * value or a `CodecFailure`, and no key of theirs is ever a setter.
 */
import { isBinary } from "./apart.ts"
import { CodecFailure } from "./failure.ts"
import { assign, decodeBytes, decodeString, NO, specialOf } from "./plain.ts"
import { binaryKinds } from "./binaryKinds.ts"
import { type ErrorClass, Form, globalClass } from "./value.ts"
import { hide, revive } from "./valueErrors.ts"

/** The value of a wire value that `unpack` has just made, which is used up. */
export const decodeValue = (wire: unknown, classes: ReadonlyMap<string, ErrorClass>): unknown => {
  if (typeof wire !== "object" || wire === null) return leaf(wire)
  if (wire instanceof Map && specialOf(wire) === Form.counted) {
    return new Decoding(classes, []).decode(wire.get(Form.counted))
  }
  return new Decoding(classes, undefined).decode(wire)
}

const leaf = (wire: unknown): unknown => {
  if (typeof wire === "function" || typeof wire === "symbol") return malformed("a value of no kind")
  return wire
}

const malformed = (what: string): never => {
  throw new CodecFailure(`The bytes are not of a value: ${what}`)
}

class Decoding {
  private readonly classes: ReadonlyMap<string, ErrorClass>
  /** Objects by the order in which they were entered, if the message refers to any. */
  private readonly objects: Array<object> | undefined

  constructor(classes: ReadonlyMap<string, ErrorClass>, objects: Array<object> | undefined) {
    this.classes = classes
    this.objects = objects
  }

  decode(wire: unknown): unknown {
    if (typeof wire !== "object" || wire === null) return leaf(wire)
    if (Array.isArray(wire)) {
      this.enter(wire)
      for (let i = 0; i < wire.length; i++) wire[i] = this.decode(wire[i])
      return wire
    }
    if (!(wire instanceof Map)) {
      const bytes = decodeBytes(wire)
      if (bytes !== NO) return this.enter(bytes)
      // What was moved is there already.
      return isBinary(wire) ? this.enter(wire) : malformed("an object")
    }
    const special = specialOf(wire)
    if (special !== undefined) return this.special(special, wire.get(special))
    const out = this.enter({})
    for (const [key, each] of wire) assign(out, text(key), this.decode(each))
    return out
  }

  private enter<A extends object>(object: A): A {
    this.objects?.push(object)
    return object
  }

  private special(form: number, content: unknown): unknown {
    switch (form) {
      case Form.negativeZero:
        return -0
      case Form.string:
        return text(new Map([[form, content]]))
      case Form.date:
        return typeof content === "number" ? this.enter(new Date(content)) : malformed("a date")
      case Form.map: {
        const items = list(content, 2)
        const out = this.enter(new Map<unknown, unknown>())
        for (let i = 0; i < items.length; i += 2) {
          const key = this.decode(items[i])
          out.set(key, this.decode(items[i + 1]))
        }
        return out
      }
      case Form.set: {
        const out = this.enter(new Set<unknown>())
        for (const each of list(content, 1)) out.add(this.decode(each))
        return out
      }
      case Form.binary:
        return this.binary(content)
      case Form.object:
        return this.entries(this.enter({}), content, assign)
      case Form.bare:
        return this.entries(this.enter(Object.create(null) as object), content, assign)
      case Form.again:
        return (
          (typeof content === "number" ? this.objects?.[content] : undefined) ?? malformed("a reference to nothing")
        )
      case Form.sparse:
        return this.sparse(content)
      case Form.regExp: {
        const [source, flags] = list(content, 2)
        return this.enter(attempt("a regular expression", () => new RegExp(text(source), text(flags))))
      }
      case Form.url: {
        const [href] = list(content, 1)
        const found = globalClass("URL") as (new (href: string) => object) | undefined
        if (found === undefined) return malformed("a URL, which this engine does not know")
        return this.enter(attempt("a URL", () => new found(text(href))))
      }
      case Form.error:
        return this.error(content)
      default:
        return malformed(`form ${form}`)
    }
  }

  private entries(out: object, content: unknown, define: (out: object, key: string, value: unknown) => void): object {
    const items = list(content, 2)
    for (let i = 0; i < items.length; i += 2) define(out, text(items[i]), this.decode(items[i + 1]))
    return out
  }

  private sparse(content: unknown): unknown {
    if (!Array.isArray(content) || content.length % 2 !== 1) return malformed("an array with holes")
    const [length] = content
    if (typeof length !== "number" || length >>> 0 !== length) return malformed("an array with holes")
    const out = this.enter([] as Array<unknown>)
    out.length = length
    for (let i = 1; i < content.length; i += 2) {
      const index: unknown = content[i]
      if (typeof index !== "number" || !(index < length)) return malformed("an array with holes")
      out[index] = this.decode(content[i + 1])
    }
    return out
  }

  private binary(content: unknown): unknown {
    const [kind, bytes] = list(content, 2)
    const name = binaryKinds[kind as number]
    if (name === undefined || !(bytes instanceof Uint8Array)) return malformed("binary data")
    const isWhole = bytes.byteOffset === 0 && bytes.buffer.byteLength === bytes.byteLength
    const buffer = isWhole ? bytes.buffer : Uint8Array.prototype.slice.call(bytes).buffer
    if (name === "ArrayBuffer") return this.enter(buffer)
    const view = globalClass(name) as (new (buffer: ArrayBufferLike) => object) | undefined
    if (view === undefined) return malformed(`a ${name}, which this engine does not know`)
    return this.enter(attempt("binary data", () => new view(buffer)))
  }

  private error(content: unknown): unknown {
    if (!Array.isArray(content) || content.length !== 7) return malformed("an error")
    const [base, className, name, message, stack, hidden, visible] = content as ReadonlyArray<unknown>
    const parts = {
      base: base as number,
      className: text(className),
      name: text(name),
      message: text(message),
      stack: stack === undefined ? undefined : text(stack)
    }
    const error = this.enter(revive(parts, this.classes))
    this.entries(error, hidden, (out, key, value) => hide(out as Error, key, value))
    return this.entries(error, visible, (out, key, value) => {
      Object.defineProperty(out, key, { value, writable: true, configurable: true, enumerable: true })
    })
  }
}

const text = (wire: unknown): string => {
  const out = decodeString(wire)
  return out === NO ? malformed("a text") : out
}

/** A list of wire values, in groups of so many. */
const list = (content: unknown, group: number): ReadonlyArray<unknown> =>
  Array.isArray(content) && content.length % group === 0 ? content : malformed("a list")

const attempt = <A>(what: string, make: () => A): A => {
  try {
    return make()
  } catch {
    return malformed(what)
  }
}
