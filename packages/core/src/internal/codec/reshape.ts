/** What the closures and the generated functions share: their settings, and the small steps of both directions. */
import type * as SchemaAST from "effect/SchemaAST"
import { Refusal } from "./failure.ts"
import type { Arrays, Filter, Plan, Struct } from "./plan.ts"
import { decodeString, encodeString, isExactString, negativeZero, NO, specialOf } from "./plain.ts"
import type { Kind } from "./tagging.ts"

export type Reshape = (input: any) => unknown

export interface Functions {
  readonly encode: Reshape
  readonly decode: Reshape
}

/** What a plan cannot do alone: run a schema with the services it was bound to. */
export interface Delegate {
  readonly encode: (ast: SchemaAST.AST) => Reshape
  readonly decode: (ast: SchemaAST.AST) => Reshape
}

export interface Settings {
  /** Test leaf types and run checks. Without, only what the shape needs is looked at. */
  readonly checked: boolean
  /** Let wrong leaves through on decode. */
  readonly lenient: boolean
  /** Put keys in front of a `Refusal`'s path; a message is being made. */
  readonly trace?: boolean
  /** Absent defaulted keys are refused, so that the constructor sees them. */
  readonly make: boolean
  readonly delegate: Delegate
}

export const parseOptions: SchemaAST.ParseOptions = {}

export const passes = (checks: ReadonlyArray<Filter>, value: unknown, ast: SchemaAST.AST): boolean => {
  for (let i = 0; i < checks.length; i++) {
    if (checks[i]!.run(value, ast, parseOptions) !== undefined) return false
  }
  return true
}

export const bitsInWord = 30

export const has = (input: object, key: PropertyKey): boolean =>
  key === "__proto__" ? Object.hasOwn(input, key) : key in input

export const kindOf = (wire: unknown): Kind => {
  switch (typeof wire) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
    case "undefined":
      return typeof wire as Kind
    default:
      if (wire === null) return "nil"
      if (Array.isArray(wire)) return "array"
      if (wire instanceof Uint8Array) return "bytes"
      if (!(wire instanceof Map)) return "map"
      switch (specialOf(wire)) {
        case 0:
          return "zero"
        case 1:
          return "text"
        default:
          return "map"
      }
  }
}

/** A required literal says nothing that its position does not; a zero may be -0 and is written. */
export const isElided = (field: { readonly optional: boolean; readonly plan: Plan }): boolean =>
  !field.optional && field.plan._tag === "Literal" && field.plan.checks.length === 0 && field.plan.literal !== 0

export const structOf = (plan: Plan): Struct | undefined =>
  plan._tag === "Struct" ? plan : plan._tag === "Class" ? structOf(plan.fields) : undefined

export const wireNumber = (value: number): unknown => (value !== 0 || 1 / value > 0 ? value : negativeZero)
export const wireString = (value: string): unknown => (isExactString(value) ? value : encodeString(value))

export const encodeSymbol = (value: unknown): unknown => {
  if (typeof value !== "symbol") return NO
  const key = Symbol.keyFor(value)
  if (key === undefined) throw new Refusal("A symbol that is not registered (Symbol.for)", [])
  return wireString(key)
}

export const decodeSymbol = (wire: unknown): unknown => {
  const key = decodeString(wire)
  return key === NO ? NO : Symbol.for(key)
}

export const traced =
  (key: PropertyKey, reshape: Reshape): Reshape =>
  (value) => {
    try {
      return reshape(value)
    } catch (cause) {
      if (cause instanceof Refusal) cause.path.unshift(key)
      throw cause
    }
  }

/** Which lengths a tuple or array can have. */
export const fits = (plan: Arrays): ((length: number) => boolean) => {
  const { elements, minimum, rest, tail } = plan
  return rest === undefined
    ? (length) => length >= minimum && length <= elements.length
    : (length) => length >= minimum + tail.length
}

/** The function of each position. */
export const items = (plan: Arrays, of: (plan: Plan) => Reshape) => {
  const elements = plan.elements.map(of)
  const rest = plan.rest === undefined ? undefined : of(plan.rest)
  const tail = plan.tail.map(of)
  return (index: number, length: number): Reshape =>
    index < elements.length
      ? elements[index]!
      : index >= length - tail.length
        ? tail[index - (length - tail.length)]!
        : rest!
}
