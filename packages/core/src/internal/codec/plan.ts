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
 *
 * Everything that transforms is `Delegated` to Schema at that node: Schema gives the encoded value, whose plan is
 * `inner`. The only transformation done here is the construction of a class from its fields.
 */
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaParser from "effect/SchemaParser"
import { representationId } from "./wireSchema.ts"

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
}

export interface Arrays extends Base {
  readonly _tag: "Arrays"
  readonly elements: ReadonlyArray<Plan>
  readonly minimum: number
  readonly rest: Plan | undefined
  readonly tail: ReadonlyArray<Plan>
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
}

export interface Ref extends Base {
  readonly _tag: "Ref"
  /** Resolved at first use. */
  readonly target: () => Plan
}

export type Plan =
  Leaf | Literal | UniqueSymbol | Enum | Text | Plain | Struct | Record | Arrays | Union | Class | Delegated | Ref

/** How the members of a union are told apart on the wire. */
export interface Tagging {
  /** All members are literals, written as their index. */
  readonly literals: boolean
  /** By member: written behind its index, or (`false`) told by its kind. */
  readonly indexed: ReadonlyArray<boolean>
  /** Kind on the wire → member, for those not indexed. */
  readonly byKind: ReadonlyMap<Kind, number>
}

/** What the msgpack type of a wire value tells. `zero` and `text` are the special maps of `plain.ts`. */
export type Kind =
  "nil" | "undefined" | "boolean" | "number" | "string" | "bigint" | "bytes" | "array" | "map" | Special
type Special = "zero" | "text"

const everyKind: ReadonlyArray<Kind> = [
  "nil",
  "undefined",
  "boolean",
  "number",
  "string",
  "bigint",
  "bytes",
  "array",
  "map",
  "zero",
  "text"
]

const literalKind = (value: unknown): ReadonlyArray<Kind> => {
  switch (typeof value) {
    case "string":
      return ["string", "text"]
    case "number":
      return ["number", "zero"]
    case "bigint":
      return ["bigint"]
    default:
      return ["boolean"]
  }
}

export const kindsOf = (plan: Plan): ReadonlySet<Kind> => {
  switch (plan._tag) {
    case "String":
    case "Text":
    case "Symbol":
      return new Set(["string", "text"])
    case "Number":
      return new Set(["number", "zero"])
    case "Date":
      return new Set(["number"])
    case "Boolean":
      return new Set(["boolean"])
    case "BigInt":
      return new Set(["bigint"])
    case "Null":
    case "UniqueSymbol":
      return new Set(["nil"])
    case "Undefined":
    case "Void":
      return new Set(["undefined"])
    case "Never":
      return new Set()
    case "Bytes":
      return new Set(["bytes"])
    case "Literal":
      return new Set(literalKind(plan.literal))
    case "Enum":
      return new Set([...plan.values].flatMap((value) => literalKind(value)))
    case "Plain":
      return new Set(everyKind)
    case "Struct":
    case "Record":
    case "Arrays":
      return new Set(["array"])
    case "Class":
      return kindsOf(plan.fields)
    case "Delegated":
      return kindsOf(plan.inner)
    case "Ref":
      // Not followed: what is behind it may not exist yet, and both sides must come to the same answer.
      return new Set(everyKind)
    case "Union": {
      if (plan.tagging.literals) return new Set(["number"])
      const out = new Set<Kind>()
      plan.members.forEach((member, index) => {
        if (plan.tagging.indexed[index]) out.add("array")
        else for (const kind of kindsOf(member)) out.add(kind)
      })
      return out
    }
  }
}

const makeTagging = (members: ReadonlyArray<Plan>): Tagging => {
  const literals =
    members.length > 1 &&
    // A zero literal takes -0 as well and gives back what it got, which an index would lose.
    members.every((member) => member._tag === "Literal" && member.literal !== 0 && member.checks.length === 0)
  if (literals) return { literals, indexed: members.map(() => false), byKind: new Map() }
  const kinds = members.map((member) => kindsOf(member))
  const clashes = kinds.map((own, index) =>
    kinds.some((other, otherIndex) => otherIndex !== index && [...own].some((kind) => other.has(kind)))
  )
  const someIndexed = clashes.includes(true)
  const indexed = clashes.map((clash, index) => clash || (someIndexed && kinds[index]!.has("array")))
  const byKind = new Map<Kind, number>()
  kinds.forEach((own, index) => {
    if (!indexed[index]) for (const kind of own) byKind.set(kind, index)
  })
  return { literals, indexed, byKind }
}

const flatten = (checks: SchemaAST.Checks | undefined): ReadonlyArray<Filter> =>
  checks === undefined
    ? []
    : checks.flatMap((check) => (check._tag === "FilterGroup" ? flatten(check.checks) : [check as Filter]))

const union = (ast: AST, checks: ReadonlyArray<Filter>, members: ReadonlyArray<Plan>): Union => ({
  _tag: "Union",
  ast,
  checks,
  members,
  tagging: makeTagging(members)
})

interface Constructor {
  readonly isConstructed: (value: unknown) => boolean
}

/** The class a declaration stands for, if its one link is the class's own. */
const classOf = (ast: AST): { readonly is: Class["is"]; readonly construct: Class["construct"] } | undefined => {
  if (ast._tag !== "Declaration" || ast.encoding?.length !== 1 || ast.encodingChecks !== undefined) return undefined
  const describe = ast.annotations?.["~constructor"]
  if (typeof describe !== "function") return undefined
  const transformation = ast.encoding[0].transformation
  if (transformation._tag !== "Transformation") return undefined
  const { decode, encode } = transformation
  if (decode._tag !== "Transform" || encode._tag !== "Passthrough") return undefined
  const { isConstructed } = describe(ast.typeParameters) as Constructor
  return { is: isConstructed, construct: decode.transform }
}

const safeGetters: ReadonlySet<string> = new Set(["Passthrough", "Transform", "TransformEffect"])

/** No link below turns a missing key into a value or a value into a missing key. */
const keepsMissing = (ast: AST, optional: boolean): boolean => {
  if (SchemaAST.isOptional(ast) !== optional) return false
  return (ast.encoding ?? []).every(
    (link) =>
      link.transformation._tag === "Transformation" &&
      safeGetters.has(link.transformation.decode._tag) &&
      safeGetters.has(link.transformation.encode._tag) &&
      keepsMissing(link.to, optional)
  )
}

const always = (): boolean => true
const notNullish = (value: unknown): boolean => value !== null && value !== undefined
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null

export interface Plans {
  readonly plan: (ast: AST) => Plan
}

/** `layout` plans an encoded side that Schema validates: no checks, and nothing is delegated again. */
export const makePlans = (layout: boolean): Plans => {
  const cache = new Map<AST, Plan>()
  const encodedPlans = layout ? undefined : makePlans(true)

  const plan = (ast: AST): Plan => {
    let out = cache.get(ast)
    if (out === undefined) {
      out = build(ast)
      cache.set(ast, out)
    }
    return out
  }

  const delegate = (ast: AST): Plan => ({
    _tag: "Delegated",
    ast,
    checks: [],
    inner: encodedPlans!.plan(SchemaAST.toEncoded(ast))
  })

  const field = (property: SchemaAST.PropertySignature): Field => ({
    key: property.name,
    optional: SchemaAST.isOptional(property.type),
    defaulted: property.type.context?.constructorDefault !== undefined,
    plan: plan(property.type)
  })

  const build = (ast: AST): Plan => {
    const checks = layout ? [] : flatten(ast.checks)
    if (!layout) {
      if (ast.encoding !== undefined) {
        const own = classOf(ast)
        return own === undefined
          ? delegate(ast)
          : { _tag: "Class", ast, checks, ...own, fields: plan(ast.encoding[0].to) }
      }
      if ("encodingChecks" in ast && ast.encodingChecks !== undefined) return delegate(ast)
    }
    const base = { ast, checks }
    switch (ast._tag) {
      case "String":
      case "Number":
      case "Boolean":
      case "BigInt":
      case "Null":
      case "Undefined":
      case "Void":
      case "Never":
      case "Symbol":
        return { ...base, _tag: ast._tag }
      case "Literal":
        return { ...base, _tag: "Literal", literal: ast.literal }
      case "UniqueSymbol":
        return { ...base, _tag: "UniqueSymbol", symbol: ast.symbol }
      case "Enum":
        return { ...base, _tag: "Enum", values: new Set(ast.enums.map(([, value]) => value)) }
      case "TemplateLiteral":
        return { ...base, _tag: "Text", is: SchemaParser.is(Schema.make(new SchemaAST.TemplateLiteral(ast.parts))) }
      case "Any":
      case "Unknown":
        return { ...base, _tag: "Plain", name: "unknown", is: always }
      case "ObjectKeyword":
        return { ...base, _tag: "Plain", name: "object", is: isObject }
      case "Declaration":
        return declaration(ast, checks)
      case "Objects":
        return objects(ast, checks)
      case "Arrays": {
        const items = [...ast.elements, ...ast.rest]
        if (!layout && !items.every((item) => keepsMissing(item, SchemaAST.isOptional(item)))) return delegate(ast)
        const minimum = ast.elements.findIndex((element) => SchemaAST.isOptional(element))
        return {
          ...base,
          _tag: "Arrays",
          elements: ast.elements.map((element) => plan(element)),
          minimum: minimum === -1 ? ast.elements.length : minimum,
          rest: ast.rest.length === 0 ? undefined : plan(ast.rest[0]!),
          tail: ast.rest.slice(1).map((element) => plan(element))
        }
      }
      case "Union": {
        // "Exactly one member" is a question to the others as well: left to Schema.
        if (!layout && ast.options?.mode === "oneOf") return delegate(ast)
        return union(
          ast,
          checks,
          ast.types.map((type) => plan(type))
        )
      }
      case "Suspend":
        return { ...base, _tag: "Ref", target: () => plan(ast.thunk()) }
    }
  }

  const declaration = (ast: SchemaAST.Declaration, checks: ReadonlyArray<Filter>): Plan => {
    switch (representationId(ast)) {
      case "effect/schema/Uint8Array":
        return { _tag: "Bytes", ast, checks }
      case "effect/schema/Date":
        return { _tag: "Date", ast, checks }
      default: {
        const own = new SchemaAST.Declaration(ast.typeParameters, ast.run, ast.annotations)
        return { _tag: "Plain", ast, checks, name: "plain", is: SchemaParser.is(Schema.make(own)) }
      }
    }
  }

  const objects = (ast: SchemaAST.Objects, checks: ReadonlyArray<Filter>): Plan => {
    const properties = ast.propertySignatures
    const indexes = ast.indexSignatures
    if (properties.length === 0 && indexes.length === 0) {
      return { _tag: "Plain", ast, checks, name: "not nullish", is: notNullish }
    }
    const simple =
      indexes.length === 0 ||
      (indexes.length === 1 &&
        properties.length === 0 &&
        indexes[0]!.parameter._tag === "String" &&
        indexes[0]!.parameter.checks === undefined &&
        indexes[0]!.parameter.encoding === undefined)
    if (!layout) {
      // Schema matches keys against patterns, values against several signatures, and fills missing keys.
      const types = [...properties, ...indexes].map(({ type }) => type)
      if (!simple || !types.every((type) => keepsMissing(type, SchemaAST.isOptional(type)))) {
        return delegate(ast)
      }
    }
    if (indexes.length === 0) return { _tag: "Struct", ast, checks, fields: properties.map(field) }
    const value =
      indexes.length === 1
        ? plan(indexes[0]!.type)
        : // Which signature a key belongs to is not known here: any of the value types.
          union(
            ast,
            [],
            indexes.map((index) => plan(index.type))
          )
    return { _tag: "Record", ast, checks, fields: properties.map(field), value }
  }

  return { plan }
}

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
