/**
 * What a worker logs, as main's loggers would have it of main's own fibers: what hides a part of itself (`shownPart.ts`) is
 * sent as it shows itself, an error stays one, with its name and fields, bytes are those that there were when they were logged, and one
 * odd field costs nothing but itself. The instance of any other class arrives as its fields.
 */
import * as Cause from "effect/Cause"
import * as Redactable from "effect/Redactable"
import { entriesOf, valuesOf } from "../codec/collections.ts"
import { globalClass } from "../codec/value.ts"
import { hide, isError, partsOf } from "../codec/valueErrors.ts"
import { shown } from "../options.ts"
import * as ShownPart from "../shownPart.ts"

/** What a clone of an error loses; `error` is that clone, which one message keeps the same in both places. */
export interface LoggedError {
  readonly error: Error
  readonly name: string
  /** Its own fields; JavaScript hides some (`cause`, `errors`). */
  readonly hidden: ReadonlyArray<readonly [string, unknown]>
  readonly visible: ReadonlyArray<readonly [string, unknown]>
  /** What its own `toJSON` says, if it has one. */
  readonly json: ShownPart.Part | undefined
  /** What Node's console shows in its place, if it says so itself. */
  readonly inspected: ShownPart.Part | undefined
}

/** An array with holes; `array` is its clone, still empty. A clone that had its length would have the memory for it, too. */
export interface LoggedSparse {
  readonly array: Array<unknown>
  readonly length: number
  readonly entries: ReadonlyArray<readonly [index: number, value: unknown]>
}

/** What the clones of the values of a line lose, to be given back by main. */
export interface Losses {
  readonly errors: ReadonlyArray<LoggedError>
  readonly sparse: ReadonlyArray<LoggedSparse>
  /** Those that are Buffers. */
  readonly buffers: ReadonlyArray<object>
}

export const noLosses: Losses = { errors: [], sparse: [], buffers: [] }

/** One reason of a cause: an error as the loggers print it, or the fiber that was interrupted by. */
export type LoggedReason =
  | { readonly _tag: "Fail" | "Die"; readonly error: unknown }
  | { readonly _tag: "Interrupt"; readonly fiberId: number | undefined }

/** Worker: makes the values of one line such as can be sent. */
export class Portable implements Losses {
  readonly errors: Array<LoggedError> = []
  readonly sparse: Array<LoggedSparse> = []
  readonly buffers: Array<object> = []
  private readonly seen = new Map<object, unknown>()
  private parts = 0

  /** Never throws: what cannot be read is a text that says what it was. */
  readonly value = (value: unknown): unknown => this.at(value, 0)

  readonly reason = (reason: Cause.Reason<unknown>): LoggedReason => {
    if (reason._tag === "Interrupt") return { _tag: "Interrupt", fiberId: reason.fiberId }
    const [error] = Cause.prettyErrors(Cause.fromReasons([reason]))
    return { _tag: reason._tag, error: this.value(error) }
  }

  private at(value: unknown, depth: number): unknown {
    if (typeof value === "function" || typeof value === "symbol") return shown(value)
    if (typeof value !== "object" || value === null) return value
    const known = this.seen.get(value)
    if (known !== undefined) return known
    try {
      return depth > ShownPart.DEPTH ? shown(value) : this.object(value, depth + 1)
    } catch {
      return this.known(value, shown(value))
    }
  }

  private object(value: object, depth: number): unknown {
    if (!Redactable.isRedactable(value)) {
      if (isError(value)) return this.error(value, depth)
      if (ShownPart.isPlainDate(value)) return this.known(value, structuredClone(value))
      if (Object.getPrototypeOf(value) === ShownPart.bufferPrototype) return this.bytes(value)
    }
    // Until it is known: what it shows may hold it.
    this.seen.set(value, "[Circular]")
    const part = ShownPart.shownPart(value)
    if (part !== undefined) {
      return this.known(value, this.parts++ < ShownPart.PARTS ? this.at(part.value, depth) : shown(value))
    }
    if (isBytes(value)) return this.bytes(value)
    if (Array.isArray(value)) return this.array(value, depth)
    // Known to clones, and without values of their own.
    if (value instanceof RegExp || ShownPart.isBoxed(value)) return this.known(value, structuredClone(value))
    if (value instanceof Map) {
      const copy = this.known(value, new Map())
      for (const [key, each] of entriesOf(value)) copy.set(this.at(key, depth), this.at(each, depth))
      return copy
    }
    if (value instanceof Set) {
      const copy = this.known(value, new Set())
      for (const each of valuesOf(value)) copy.add(this.at(each, depth))
      return copy
    }
    const copy = this.known<Record<string, unknown>>(value, {})
    for (const key of Object.keys(value)) define(copy, key, this.at(ShownPart.peek(value, key), depth))
    return copy
  }

  private array(value: ReadonlyArray<unknown>, depth: number): Array<unknown> {
    const copy = this.known<Array<unknown>>(value, [])
    const entries = ShownPart.entriesOfSparse(value)
    if (entries === undefined) {
      // By index: it may have an iterator of its own, which never ends.
      for (let i = 0; i < value.length; i++) copy.push(this.at(value[i], depth))
    } else {
      const portable = entries.map(([index, each]) => [index, this.at(each, depth)] as const)
      this.sparse.push({ array: copy, length: value.length, entries: portable })
    }
    return copy
  }

  /**
   * A copy of those that it shows, and of no others: what shares memory is written over later, and a clone takes the whole buffer along,
   * which may be Node's pool, or the memory of the system.
   */
  private bytes(value: object): object {
    const isView = ArrayBuffer.isView(value)
    const { buffer, byteOffset } = isView ? value : { buffer: value as ArrayBufferLike, byteOffset: 0 }
    const bytes = new Uint8Array(new Uint8Array(buffer, byteOffset, (value as ArrayBufferView).byteLength))
    if (!isView) return this.known(value, bytes.buffer)
    if (value instanceof Uint8Array) {
      if (Object.getPrototypeOf(value) === ShownPart.bufferPrototype) this.buffers.push(bytes)
      return this.known(value, bytes)
    }
    return this.known(value, new (viewClass(value))(bytes.buffer))
  }

  private error(error: Error, depth: number): Error {
    const { hidden, message, name, stack, visible } = partsOf(error)
    const copy = this.known(error, new Error(message))
    copy.name = name
    if (stack !== undefined) copy.stack = stack
    const json = ShownPart.jsonPart(error)
    const inspected = ShownPart.inspectedPart(error)
    // What cannot say what it hides is left with what every logger has of an error.
    const hasThrown = ShownPart.hasThrown(json) || ShownPart.hasThrown(inspected)
    const fields = (all: ReadonlyArray<readonly [string, unknown]>) =>
      hasThrown
        ? []
        : all.filter(([key]) => key !== "name").map(([key, value]) => [key, this.at(value, depth)] as const)
    const part = (shown: ShownPart.Part | undefined) => shown && { value: this.at(shown.value, depth) }
    this.errors.push({
      error: copy,
      name,
      hidden: fields(hidden),
      visible: fields(visible),
      json: part(json),
      inspected: part(inspected)
    })
    return copy
  }

  private known<A>(value: object, copy: A): A {
    this.seen.set(value, copy)
    return copy
  }
}

/** Main: gives the values of a line what their clones have lost. */
export const restore = ({ buffers, errors, sparse }: Losses): void => {
  for (const bytes of buffers) Object.setPrototypeOf(bytes, ShownPart.bufferPrototype ?? Uint8Array.prototype)
  for (const { array, entries, length } of sparse) {
    for (const [index, value] of entries) array[index] = value
    if (array.length < length) {
      // Memory for an entry; what sets `length` itself takes it for all the holes.
      array[length - 1] = undefined
      delete array[length - 1]
    }
  }
  for (const { error, hidden, inspected, json, name, visible } of errors) {
    if (error.name !== name) hide(error, "name", name)
    for (const [key, value] of hidden) hide(error, key, value)
    for (const [key, value] of visible) define(error, key, value)
    // As on a class: nobody who lists the fields sees it.
    if (json !== undefined) hide(error, "toJSON", () => json.value)
    if (inspected !== undefined) hide(error, ShownPart.inspectCustom, () => inspected.value)
  }
}

/** Main: the cause that was logged, of what `restore` has made whole. */
export const causeOf = (reasons: ReadonlyArray<LoggedReason>): Cause.Cause<unknown> =>
  Cause.fromReasons(
    reasons.map((reason) =>
      reason._tag === "Interrupt"
        ? Cause.makeInterruptReason(reason.fiberId)
        : reason._tag === "Fail"
          ? Cause.makeFailReason(reason.error)
          : Cause.makeDieReason(reason.error)
    )
  )

/** Whatever the key is called: an assignment to `__proto__` would be none. */
const define = (target: object, key: string, value: unknown): void => {
  Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true })
}

const isBytes = (value: object): boolean =>
  ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer

const viewName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)!.get!

/** JavaScript's own class, also of a view of another realm or of a class of the program's; found by its name, which no type knows. */
const viewClass = (view: ArrayBufferView): new (buffer: ArrayBufferLike) => object =>
  globalClass(Reflect.apply(viewName, view, []) ?? "DataView") as never
