/**
 * What crosses with a job beside its payload, because the program of its sender says so: the span it is part of, log
 * annotations and log levels. Read from the sending fiber; a fiber that has none of them pays for one comparison, since
 * those that follow each other mostly share their context.
 */
import * as Context from "effect/Context"
import type * as Fiber from "effect/Fiber"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { InvalidOption } from "../../ActorError.ts"
import { type Carried, isOwn } from "../carried.ts"
import { isError } from "../codec/valueErrors.ts"
import * as ShownPart from "../shownPart.ts"

/** What crosses, as it is written into an extension; and the whole of an extension that holds nothing else. */
export interface CarriedText {
  readonly text: string
  readonly alone: Uint8Array
}

const encoder = new TextEncoder()

/** One for each thread of a system. */
export class Carrier {
  /** What threads of this system log when nobody says otherwise. */
  private readonly minimumLogLevel: string
  private context: Context.Context<never> | undefined = undefined
  private carried: CarriedText | undefined = undefined

  constructor(minimumLogLevel: string) {
    this.minimumLogLevel = minimumLogLevel
  }

  /** `undefined` when there is nothing to carry. */
  of(fiber: Fiber.Fiber<unknown, unknown> | undefined): CarriedText | undefined {
    if (fiber === undefined) return undefined
    if (fiber.context === this.context) return this.carried
    const carried = this.read(fiber)
    this.context = isLasting(fiber.getRef(References.CurrentLogAnnotations)) ? fiber.context : undefined
    this.carried = carried === undefined ? undefined : encoded(carried)
    return this.carried
  }

  private read(fiber: Fiber.Fiber<unknown, unknown>): Carried | undefined {
    const span = spanOf(fiber)
    const annotations = annotationsOf(fiber.getRef(References.CurrentLogAnnotations))
    const minimum = fiber.getRef(References.MinimumLogLevel)
    const level = fiber.getRef(References.CurrentLogLevel)
    const isPlain = span === undefined && annotations === undefined && level === "Info"
    if (isPlain && minimum === this.minimumLogLevel) return undefined
    return {
      ...(span === undefined ? undefined : { span }),
      ...(annotations === undefined ? undefined : { annotations }),
      ...(minimum === this.minimumLogLevel ? undefined : { minimum }),
      ...(level === "Info" ? undefined : { level })
    }
  }
}

/** Why no message has room for what is carried; the payload is not what is too large then. */
export const tooMuch = (carried: CarriedText | undefined, mostBytes: number): InvalidOption | undefined => {
  if (carried === undefined || carried.alone.length <= mostBytes) return undefined
  return new InvalidOption({
    option: "Effect.annotateLogs",
    value: `${carried.alone.length} bytes of annotations, where a message has room for ${mostBytes}`,
    remedy: "annotate calls with less, or send it in the payload"
  })
}

/** Spans that are not to be seen elsewhere are passed over, as Effect does where it looks for a parent. */
const spanOf = (fiber: Fiber.Fiber<unknown, unknown>): Carried["span"] => {
  if (!fiber.getRef(References.TracerEnabled)) return undefined
  let span = Context.getOrUndefined(fiber.context, Tracer.ParentSpan)
  while (span !== undefined && Context.get(span.annotations, Tracer.DisablePropagation)) {
    span = span._tag === "Span" && span.parent._tag === "Some" ? span.parent.value : undefined
  }
  return span === undefined ? undefined : [span.traceId, span.spanId, span.sampled]
}

/** An object may be another one at the next call. */
const isLasting = (annotations: Readonly<Record<string, unknown>>): boolean =>
  isOwn(annotations) || Object.values(annotations).every((value) => typeof value !== "object" || value === null)

/** Those that a thread adds by itself are added again where the job arrives. */
const annotationsOf = (annotations: Readonly<Record<string, unknown>>): Carried["annotations"] => {
  if (isOwn(annotations)) return undefined
  const entries = Object.entries(annotations)
  if (entries.length === 0) return undefined
  return Object.fromEntries(entries.map(([key, value]) => [key, portable(value, [])]))
}

/** Makes all of its annotation text: what shows always new ones would go on for each that it has shown. */
const tooDeep = new Error("too deep")

/**
 * As JSON has it. What has no place there travels as it would be shown, and all around it as it is; of what hides a part of itself, what it
 * shows. `around`: the objects that hold the value, since what holds itself would have no end.
 */
const portable = (value: unknown, around: Array<object>): unknown => {
  if (typeof value !== "object" || value === null) return placed(value)
  if (around.includes(value)) return "[Circular]"
  if (around.length > ShownPart.DEPTH) throw tooDeep
  around.push(value)
  try {
    return within(value, around)
  } catch (error) {
    if (error === tooDeep && around.length > 1) throw error
    return shownByItself(value)
  } finally {
    around.pop()
  }
}

const within = (value: object, around: Array<object>): unknown => {
  const part = ShownPart.shownPart(value)
  if (part !== undefined) return portable(part.value, around)
  if (isError(value)) return shownByItself(value)
  if (ShownPart.isBoxed(value)) return placed(value.valueOf())
  if (Array.isArray(value)) return elements(value, around)
  return Object.fromEntries(Object.keys(value).map((key) => [key, portable(ShownPart.peek(value, key), around)]))
}

/** Holes as Node's console has them: JSON has none, and a text for each would take the memory that the array does not. */
const elements = (value: ReadonlyArray<unknown>, around: Array<object>): ReadonlyArray<unknown> => {
  const entries = ShownPart.entriesOfSparse(value)
  if (entries === undefined) return Array.from({ length: value.length }, (_, i) => portable(value[i], around))
  const out: Array<unknown> = []
  let next = 0
  const holes = (count: number) => count > 0 && out.push(`<${count} empty item${count === 1 ? "" : "s"}>`)
  for (const [index, each] of entries) {
    holes(index - next)
    out.push(portable(each, around))
    next = index + 1
  }
  holes(value.length - next)
  return out
}

/** What is no object, as JSON has a place for it. */
const placed = (value: unknown): unknown => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value
  return typeof value === "number" && Number.isFinite(value) ? value : shownByItself(value)
}

/** Objects and functions may have a `toString` that throws. */
const shownByItself = (value: unknown): string => {
  try {
    return String(value)
  } catch {
    return "a value that cannot be shown"
  }
}

const encoded = (carried: Carried): CarriedText => {
  const text = JSON.stringify(carried)
  return { text, alone: encoder.encode(`["",[],[],${text}]`) }
}
