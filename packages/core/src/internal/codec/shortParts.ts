/**
 * What an error in short (`inShort.ts`) is made of: how much of it, and what stands for the rest. On the thread that threw it.
 */
import { isExactString } from "./plain.ts"
import { kindOf } from "./value.ts"
import { isError, read } from "./valueErrors.ts"

/** Of the whole. Nested no deeper than any stack has room for: errors that hold each other are nested as often as there are errors. */
export const limits = { bytes: 1024 * 1024, values: 4096, errors: 100 } as const

/** Characters of texts: of the error itself, of those that it holds, of fields, and of names. */
export const texts = { own: 16_000, held: 4000, field: 1000, name: 200 } as const

/** Of the data of one field. */
export const data = { bytes: 16_000, values: 256, depth: 8 } as const

/** Properties that are read, of all values together: those that are there, and those that a getter makes. */
const reads = { data: 32_768, getters: 256 } as const

/** Bytes on the wire, at most. */
export const cost = { number: 12, object: 12, bigint: 200, error: 48, more: 128, held: 1024 } as const

/** Larger bigints are too large. */
const largest = 2n ** 512n

/** Fields of so many bytes come before all others. */
export const small = 64

export const tooLarge = "(not carried: it is too large)"
export const noRoom = "(not carried: the error that holds it is too large)"
export const unread = "(not carried: reading it threw)"

export const notCarried = (what: string): string => `(not carried: ${cut(what, texts.name)})`

export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

export const attempt = <A>(read: () => A, otherwise: A): A => {
  try {
    return read()
  } catch {
    return otherwise
  }
}

export const isErrorAtAll = (value: unknown): value is Error => isObject(value) && attempt(() => isError(value), false)

/** Why data is left out. Thrown through it. */
export class Left {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What is read of one error in short. A getter is code of the value's own, and may make a new and large one each time. */
export class Reading {
  private readonly left: { data: number; getters: number } = { ...reads }
  private readonly lists = new Map<object, boolean>()

  /** Throws `Left` when nothing more is read, and what the value's own code throws. */
  at(value: object, key: PropertyKey): unknown {
    const own = Object.getOwnPropertyDescriptor(value, key)
    if (this.left[own?.get === undefined ? "data" : "getters"]-- <= 0) throw new Left(noRoom)
    return Reflect.get(value, key)
  }

  /** A field of an error, or a text that says why there is none. */
  field(error: Error, key: string): unknown {
    try {
      const value = this.at(error, key)
      // Not kept until then.
      return typeof value === "string" && value.length > texts.field ? tooLarge : value
    } catch (cause) {
      return cause instanceof Left ? cause.text : unread
    }
  }

  /** As far as data goes: of a longer list the rest is looked at when it is copied. */
  isListOfErrors(value: object): value is ReadonlyArray<unknown> {
    let isList = this.lists.get(value)
    if (isList === undefined) {
      isList = attempt(() => Array.isArray(value) && value.length > 0 && this.areErrors(value), false)
      this.lists.set(value, isList)
    }
    return isList
  }

  private areErrors(values: ReadonlyArray<unknown>): boolean {
    const most = Math.min(values.length, data.values)
    for (let i = 0; i < most; i++) if (!isErrorAtAll(this.at(values, i))) return false
    return true
  }
}

export const textOf = (error: Error, key: string): string | undefined => {
  const found = read(error, key)
  return typeof found === "string" ? found : undefined
}

/** The nearest class whose name is no longer than that. */
export const classOf = (
  error: Error,
  characters: number
): { readonly className: string; readonly prototype: object } => {
  let prototype: any = attempt(() => Object.getPrototypeOf(error), null)
  for (; prototype !== null && kindOf(prototype) === undefined; prototype = Object.getPrototypeOf(prototype)) {
    const found: unknown = prototype.constructor?.name
    const className = typeof found === "string" ? found : ""
    if (className.length <= characters) return { className, prototype }
  }
  return { className: "Error", prototype: Error.prototype }
}

/** With its size, or a text that says why not. */
export const primitive = (
  value: unknown
): { readonly value: unknown; readonly bytes: number; readonly isWhole: boolean } => {
  let text: string
  switch (typeof value) {
    case "string":
      if (value.length <= texts.field) return { value, bytes: bytesOf(value), isWhole: true }
      text = tooLarge
      break
    case "bigint":
      if (value < largest && -value < largest) return { value, bytes: cost.bigint, isWhole: true }
      text = tooLarge
      break
    case "symbol":
    case "function":
      text = notCarried(`A ${typeof value}`)
      break
    default:
      return { value, bytes: cost.number, isWhole: true }
  }
  return { value: text, bytes: bytesOf(text), isWhole: false }
}

/** At most so many bytes. A text that UTF-8 would change is carried as UTF-16 (`plain.ts`). */
export const bytesOf = (text: string): number => {
  let bytes = 12
  if (!isExactString(text)) return bytes + 2 * text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3
  }
  return bytes
}

/** So many characters of it; if these are not all, it ends with a text that says so. */
export const cut = (text: string, characters: number): string => {
  if (text.length <= characters) return text
  const end = `… (cut: it has ${text.length} characters)`
  const head = text.slice(0, Math.max(0, characters - end.length))
  // Half of a character would be none.
  return `${/[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head}${end}`
}

export const define = (target: object, key: string, value: unknown, enumerable: boolean): void => {
  Object.defineProperty(target, key, { value, enumerable, configurable: true, writable: true })
}
