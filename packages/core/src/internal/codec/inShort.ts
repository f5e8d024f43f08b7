/**
 * An error that is too large to be carried whole, or nested too deeply, in short: another error of its class, with its message and its
 * small fields, then with small data, then with its causes, as long as the budget lasts. Whatever refers to whatever, each error is
 * looked at once, so that work and size are bounded. What is left out is a text that says so. On the thread that threw it.
 */
import { Moved } from "./apart.ts"
import { entriesOf, sizeOfMap, sizeOfSet, valuesOf } from "./collections.ts"
import { Refusal } from "./failure.ts"
import {
  attempt,
  bytesOf,
  classOf,
  cost,
  cut,
  data,
  define,
  isErrorAtAll,
  isObject,
  Left,
  limits,
  noRoom,
  notCarried,
  primitive,
  Reading,
  small,
  textOf,
  texts,
  tooLarge,
  unread
} from "./shortParts.ts"
import { type Kind, kindOf } from "./value.ts"
import { encodeValue, nameOfInstance } from "./valueEncode.ts"
import { fieldsOf, hide, isError } from "./valueErrors.ts"

/**
 * Fits `limitBytes` (but 1,000 at least) when it is encoded, and holds nothing that cannot be. Something thrown that is no error is one
 * that says `why`.
 */
export const inShort = (thrown: unknown, why: string, limitBytes: number = limits.bytes): Error => {
  const short = new Short(Math.min(limitBytes, limits.bytes))
  if (isErrorAtAll(thrown)) return short.whole(thrown)
  const brief = new Error(`it threw what cannot be carried: ${why}`)
  delete brief.stack
  return brief
}

interface Field {
  readonly key: string
  readonly enumerable: boolean
  readonly value: unknown
  kept: { readonly value: unknown } | undefined
}

/** An error whose fields are still to be looked at, and what will stand for it. */
interface Open {
  readonly error: Error
  readonly brief: Error
}

class Short {
  private bytes: number
  private values: number = limits.values
  private readonly reading = new Reading()
  /** What stands for each object that was met. */
  private readonly seen = new Map<object, object>()
  /** Its keys, in the order in which they were met. */
  private readonly met: Array<object> = []
  /** Data that was tried in vain. */
  private readonly vain = new Map<object, string>()
  /** All of them: those that are nearest to the first come first. */
  private readonly errors: Array<Open> = []

  constructor(bytes: number) {
    this.bytes = bytes
  }

  whole(error: Error): Error {
    const brief = this.error(error, texts.own)
    // Others are added meanwhile.
    for (let at = 0; at < this.errors.length; at++) this.fill(this.errors[at]!, at === 0 ? texts.own : texts.held)
    return brief
  }

  /** Its class, name and message. */
  private error(error: Error, characters: number): Error {
    const most = Math.max(48, Math.min(characters, this.bytes >> 4))
    const brief = new Error("")
    delete brief.stack
    this.meet(error, brief)
    this.errors.push({ error, brief })
    // By its class it is known on the other side.
    const { className, prototype } = classOf(error, most)
    Object.setPrototypeOf(brief, prototype)
    const name = cut(textOf(error, "name") ?? "", Math.min(texts.name, most))
    const message = cut(textOf(error, "message") ?? "", most)
    hide(brief, "name", name)
    hide(brief, "message", message)
    this.bytes -= cost.error + cost.more + bytesOf(className) + 2 * bytesOf(name) + bytesOf(message)
    return brief
  }

  private fill({ brief, error }: Open, characters: number): void {
    const { fields, more } = this.fieldsOf(error)
    // What is small always arrives; of what is left, half is for what comes behind.
    for (const field of fields) this.primitive(field, small, 0)
    const half = this.bytes >> 1
    this.stack(error, brief, Math.min(characters, this.bytes >> 4))
    for (const field of fields) this.primitive(field, 3 * texts.field + 12, half)
    for (const field of fields) this.data(field, half)
    for (const field of fields) this.held(field)
    for (const field of fields) this.list(field)
    let left = more
    for (const field of fields) {
      if (field.kept === undefined && !this.keep(field, noRoom, bytesOf(noRoom), 0)) left++
      else define(brief, field.key, field.kept!.value, field.enumerable)
    }
    if (left > 0) define(brief, "(not carried)", `${left} more: the error is too large`, true)
  }

  /** Those that JavaScript hides (`cause`, `code`) first, as many as there is room for. The others are not read at all. */
  private fieldsOf(error: Error): { readonly fields: ReadonlyArray<Field>; readonly more: number } {
    const all = attempt(() => fieldsOf(error), []).filter(({ key }) => key !== "name")
    const fields = [...all.filter((each) => !each.enumerable), ...all.filter((each) => each.enumerable)]
      .filter(({ key }) => key.length <= texts.name)
      .slice(0, this.values)
      .map(({ enumerable, key }): Field => ({
        key,
        enumerable,
        value: this.reading.field(error, key),
        kept: undefined
      }))
    return { fields, more: all.length - fields.length }
  }

  /** Unless that would leave less room than `rest`. */
  private keep(field: Field, value: unknown, bytes: number, rest: number): boolean {
    const all = bytes + bytesOf(field.key)
    if (this.bytes - all < rest || this.values < 1) return false
    this.bytes -= all
    this.values--
    field.kept = { value }
    return true
  }

  private stack(error: Error, brief: Error, characters: number): void {
    const stack = textOf(error, "stack")
    if (stack === undefined) return
    const message = textOf(error, "message") ?? ""
    // It begins with the message: what was cut there would be all that is left of it here.
    const own = message === brief.message ? stack : stack.replace(message, () => brief.message)
    // Of less than that nothing could be read.
    if (characters < 48) return
    const short = cut(own, characters + brief.message.length)
    hide(brief, "stack", short)
    this.bytes -= bytesOf(short)
  }

  private primitive(field: Field, most: number, rest: number): void {
    const { kept, value } = field
    if (kept !== undefined || isObject(value)) return
    const found = primitive(value)
    if (found.bytes <= most) this.keep(field, found.value, found.bytes, rest)
  }

  /** Small data is carried whole, or not at all. */
  private data(field: Field, rest: number): void {
    const { value } = field
    if (!isObject(value) || isErrorAtAll(value) || this.reading.isListOfErrors(value)) return
    const { bytes, values } = this
    const [met, errors] = [this.met.length, this.errors.length]
    let text = this.vain.get(value)
    if (text === undefined) {
      try {
        const copy = this.copy(value, 0, this.floor(rest))
        if (this.keep(field, copy, 0, rest)) return
        text = noRoom
      } catch (cause) {
        text = cause instanceof Left ? cause.text : unread
      }
      // As if nobody had looked at it.
      for (const each of this.met.splice(met)) this.seen.delete(each)
      this.errors.length = errors
      Object.assign(this, { bytes, values })
      if (text !== noRoom) this.vain.set(value, text)
    }
    this.keep(field, text, bytesOf(text), 0)
  }

  private floor(rest: number): Floor {
    const bytes = Math.max(rest, this.bytes - data.bytes)
    const values = Math.max(0, this.values - data.values)
    return { bytes, values, isAll: bytes === rest || values === 0 }
  }

  /** An error. */
  private held(field: Field): void {
    const { kept, value } = field
    if (kept !== undefined || !isObject(value) || !isErrorAtAll(value)) return
    const brief = this.heldError(value)
    if (brief !== undefined) this.keep(field, brief, cost.object, 0)
  }

  /** What stands for it, if there is room. */
  private heldError(error: Error): object | undefined {
    const known = this.seen.get(error)
    if (known !== undefined) return known
    if (this.bytes < cost.held || this.errors.length >= limits.errors) return undefined
    return this.error(error, texts.held)
  }

  /** Of a list of errors as many as there is room for. */
  private list(field: Field): void {
    const { kept, value } = field
    if (kept !== undefined || !isObject(value) || !this.reading.isListOfErrors(value)) return
    const known = this.seen.get(value)
    const copy: Array<unknown> = []
    if (!this.keep(field, known ?? copy, cost.object + cost.more, 0) || known !== undefined) return
    this.meet(value, copy)
    const { length } = value
    while (copy.length < length) {
      const brief = this.bytes < cost.held ? undefined : this.listed(value, copy.length)
      if (brief === undefined) {
        copy.push(`(${length - copy.length} more are not carried: the error that holds them is too large)`)
        return
      }
      this.bytes -= cost.object
      copy.push(brief)
    }
  }

  private listed(errors: ReadonlyArray<unknown>, index: number): object | undefined {
    const each = attempt(() => this.reading.at(errors, index), undefined)
    return isErrorAtAll(each) ? this.heldError(each) : undefined
  }

  /** Of small data. Throws `Left` where it is none. */
  private copy(value: unknown, depth: number, floor: Floor): unknown {
    if (!isObject(value)) {
      const { bytes, isWhole, value: found } = primitive(value)
      if (!isWhole) throw new Left(found as string)
      this.spend(bytes, floor)
      return found
    }
    this.spend(cost.object, floor)
    const known = this.seen.get(value)
    if (known !== undefined) return known
    const vain = this.vain.get(value)
    if (vain !== undefined) throw new Left(vain)
    if (isError(value)) {
      const brief = this.heldError(value)
      if (brief === undefined || this.bytes < floor.bytes) throw new Left(noRoom)
      return brief
    }
    if (depth === data.depth) throw new Left("(not carried: it is nested too deeply)")
    return this.copyOf(value, kindOf(Object.getPrototypeOf(value)), depth + 1, floor)
  }

  private copyOf(value: any, kind: Kind | undefined, depth: number, floor: Floor): object {
    switch (kind) {
      case undefined:
        throw new Left(notCarried(value instanceof Moved ? "A buffer that was to be moved" : nameOfInstance(value)))
      case "Object":
      case "Bare": {
        const copy = this.meet(value, kind === "Bare" ? (Object.create(null) as object) : {})
        for (const key of Reflect.ownKeys(value)) {
          if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue
          if (typeof key === "symbol") throw new Left(notCarried("A symbol as key"))
          if (key.length > texts.field) throw new Left(tooLarge)
          this.spend(bytesOf(key), floor)
          define(copy, key, this.copy(this.reading.at(value, key), depth, floor), true)
        }
        return copy
      }
      case "Array": {
        if (value.length > data.values) throw new Left(tooLarge)
        const copy = this.meet(value, new Array<unknown>(value.length))
        for (let i = 0; i < value.length; i++) {
          if (i in value) copy[i] = this.copy(this.reading.at(value, i), depth, floor)
        }
        return copy
      }
      case "Map": {
        if (2 * sizeOfMap(value) > data.values) throw new Left(tooLarge)
        const copy = this.meet(value, new Map<unknown, unknown>())
        for (const [key, each] of entriesOf(value))
          copy.set(this.copy(key, depth, floor), this.copy(each, depth, floor))
        return copy
      }
      case "Set": {
        if (sizeOfSet(value) > data.values) throw new Left(tooLarge)
        const copy = this.meet(value, new Set<unknown>())
        for (const each of valuesOf(value)) copy.add(this.copy(each, depth, floor))
        return copy
      }
      default:
        return this.leaf(value, kind, floor)
    }
  }

  /** Holds nothing else: it is carried itself, if it can be. */
  private leaf(value: any, kind: Kind, floor: Floor): object {
    try {
      encodeValue(value)
    } catch (cause) {
      throw cause instanceof Refusal ? new Left(notCarried(cause.what)) : cause
    }
    if (kind === "Date") return value
    const bytes: number =
      kind === "RegExp" ? 3 * value.source.length : kind === "URL" ? 3 * value.href.length : value.byteLength
    // Of its own code it may be no number.
    if (!(bytes <= texts.field)) throw new Left(tooLarge)
    this.spend(bytes, floor)
    return value
  }

  private spend(bytes: number, floor: Floor): void {
    this.bytes -= bytes
    this.values--
    if (this.bytes < floor.bytes || this.values < floor.values) throw new Left(floor.isAll ? noRoom : tooLarge)
  }

  private meet<A extends object>(value: object, copy: A): A {
    this.seen.set(value, copy)
    this.met.push(value)
    return copy
  }
}

/** How little of the budget may be left behind data. */
interface Floor {
  readonly bytes: number
  readonly values: number
  /** That is all there is: whatever is as large has no room. */
  readonly isAll: boolean
}
