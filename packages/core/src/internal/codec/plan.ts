/**
 * The plan: a wire schema reduced to what reshaping needs. The closures, the generated functions and the
 * fingerprint are three readings of it, so they cannot disagree about the layout.
 *
 * Layout of a plan's wire value (what msgpackr is given):
 *
 *     struct   [ bits…, required…, present optional… ]   schema order; one number of bits for each 30 optional keys;
 *                                                        a required literal is not written at all
 *     record   [ key, value, key, value, … ]
 *     array    [ element, … ]                            its length tells which optional elements are there
 *     union    a literal's index                         when all members are literals
 *              the member itself                         when its msgpack type tells it from the others
 *              [ index, member ]  /  [ index, struct… ]  otherwise
 *     Date     milliseconds;  leaves as they are, see `plain.ts` for -0, lone surrogates and unknown data
 *     bytes    beside the message where they are many or to be moved: see `apart.ts`
 *
 * Everything that transforms is `Delegated` to Schema at that node: Schema gives the encoded value, whose plan is
 * `inner`. The only transformation done here is the construction of a class from its fields.
 */
import type * as SchemaAST from "effect/SchemaAST"
import type { Tagging } from "./tagging.ts"

type AST = SchemaAST.AST
export type Filter = SchemaAST.Filter<any>

interface Base {
  readonly ast: AST
  /** Flattened; run on the type side, in both directions. */
  readonly checks: ReadonlyArray<Filter>
}

export interface Leaf extends Base {
  readonly _tag:
    "String" | "Number" | "Boolean" | "BigInt" | "Null" | "Undefined" | "Void" | "Never" | "Bytes" | "Date" | "Symbol"
}

export interface Literal extends Base {
  readonly _tag: "Literal"
  readonly literal: SchemaAST.LiteralValue
}

export interface UniqueSymbol extends Base {
  readonly _tag: "UniqueSymbol"
  readonly symbol: symbol
}

export interface Enum extends Base {
  readonly _tag: "Enum"
  readonly values: ReadonlySet<unknown>
}

/** A string that Schema has to look at (a template). */
export interface Text extends Base {
  readonly _tag: "Text"
  readonly is: (value: unknown) => boolean
}

/** Plain data; `is` is what else the schema asks of it. */
export interface Plain extends Base {
  readonly _tag: "Plain"
  readonly name: string
  readonly is: (value: unknown) => boolean
}

/** Binary data that is moved: see `Job.transfer`. */
export interface Moved extends Base {
  readonly _tag: "Moved"
  readonly is: (value: unknown) => boolean
}

export interface Field {
  readonly key: PropertyKey
  readonly optional: boolean
  /** The constructor would replace `undefined` here. */
  readonly defaulted: boolean
  readonly plan: Plan
}

export interface Struct extends Base {
  readonly _tag: "Struct"
  readonly fields: ReadonlyArray<Field>
}

/** Values by string key, in addition to the named fields if there are any (then always inside `Delegated`). */
export interface Record extends Base {
  readonly _tag: "Record"
  readonly fields: ReadonlyArray<Field>
  readonly value: Plan
  /** A constructor default of the value. */
  readonly defaulted: boolean
}

export interface Arrays extends Base {
  readonly _tag: "Arrays"
  readonly elements: ReadonlyArray<Plan>
  readonly minimum: number
  readonly rest: Plan | undefined
  readonly tail: ReadonlyArray<Plan>
  /** A constructor default of an element. */
  readonly defaulted: boolean
}

export interface Union extends Base {
  readonly _tag: "Union"
  readonly members: ReadonlyArray<Plan>
  readonly tagging: Tagging
}

export interface Class extends Base {
  readonly _tag: "Class"
  readonly fields: Plan
  readonly is: (value: unknown) => boolean
  readonly construct: (fields: object) => unknown
}

export interface Delegated extends Base {
  readonly _tag: "Delegated"
  /** How the encoded value lies on the wire; without checks, Schema runs them. */
  readonly inner: Plan
  /** A constructor default somewhere below. */
  readonly defaulted: boolean
}

export interface Ref extends Base {
  readonly _tag: "Ref"
  /** Resolved at first use. */
  readonly target: () => Plan
}

export type Plan =
  | Leaf
  | Literal
  | UniqueSymbol
  | Enum
  | Text
  | Plain
  | Moved
  | Struct
  | Record
  | Arrays
  | Union
  | Class
  | Delegated
  | Ref

/** Whether anything below may ask Schema, and with it for services. */
export const asksSchema = (plan: Plan): boolean => {
  switch (plan._tag) {
    case "Delegated":
    case "Ref":
      return true
    case "Class":
      return asksSchema(plan.fields)
    case "Struct":
      return plan.fields.some((each) => asksSchema(each.plan))
    case "Record":
      return asksSchema(plan.value) || plan.fields.some((each) => asksSchema(each.plan))
    case "Union":
      return plan.members.some(asksSchema)
    case "Arrays":
      return [...plan.elements, ...plan.tail, ...(plan.rest === undefined ? [] : [plan.rest])].some(asksSchema)
    default:
      return false
  }
}

/** Whether data of such values may travel beside the message. */
export const hasData = (plan: Plan): boolean => {
  switch (plan._tag) {
    case "Bytes":
    case "Moved":
    case "Ref":
      return true
    case "Delegated":
      return hasData(plan.inner)
    case "Class":
      return hasData(plan.fields)
    case "Struct":
      return plan.fields.some((each) => hasData(each.plan))
    case "Record":
      return hasData(plan.value) || plan.fields.some((each) => hasData(each.plan))
    case "Union":
      return plan.members.some(hasData)
    case "Arrays":
      return [...plan.elements, ...plan.tail, ...(plan.rest === undefined ? [] : [plan.rest])].some(hasData)
    default:
      return false
  }
}
