/** From the AST of a wire schema to its plan. */
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaParser from "effect/SchemaParser"
import { isBinary } from "./apart.ts"
import type { Class, Field, Filter, Plan, Union } from "./plan.ts"
import { makeTagging } from "./tagging.ts"
import { isMarked, representationId } from "./wireSchema.ts"

type AST = SchemaAST.AST

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
  return { is: isConstructed, construct: withoutStack(decode.transform) }
}

/**
 * Of an error that arrives, the stack shows where it was decoded, which nobody asks, and takes ten times as long as the
 * rest of it. The runtime puts the sender's stack in its place where it was sent.
 */
const withoutStack = (construct: (fields: any) => unknown): Class["construct"] => {
  let isError: boolean | undefined
  return (fields) => {
    if (isError === false) return construct(fields)
    const limit = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit")
    if (limit?.writable !== true) return construct(fields)
    Error.stackTraceLimit = 0
    try {
      const out = construct(fields)
      isError = out instanceof Error
      return out
    } finally {
      Error.stackTraceLimit = limit.value
    }
  }
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

const hasDefault = (ast: AST): boolean => ast.context?.constructorDefault !== undefined

const hasDefaultBelow = (ast: AST): boolean => {
  switch (ast._tag) {
    case "Objects":
      return [...ast.propertySignatures, ...ast.indexSignatures].some(
        ({ type }) => hasDefault(type) || hasDefaultBelow(type)
      )
    case "Arrays":
      return [...ast.elements, ...ast.rest].some((type) => hasDefault(type) || hasDefaultBelow(type))
    case "Union":
      return ast.types.some(hasDefaultBelow)
    case "Declaration":
      return ast.typeParameters.some(hasDefaultBelow)
    case "Suspend":
      // Not followed; the constructor may always be asked first.
      return true
    default:
      return false
  }
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
    inner: encodedPlans!.plan(SchemaAST.toEncoded(ast)),
    defaulted: hasDefaultBelow(ast)
  })

  const field = (property: SchemaAST.PropertySignature): Field => ({
    key: property.name,
    optional: SchemaAST.isOptional(property.type),
    defaulted: hasDefault(property.type),
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
          tail: ast.rest.slice(1).map((element) => plan(element)),
          defaulted: items.some(hasDefault)
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
    if (isMarked(ast)) {
      const is = SchemaParser.is(Schema.make(new SchemaAST.Declaration(ast.typeParameters, ast.run, ast.annotations)))
      return { _tag: "Moved", ast, checks, is: (value) => isBinary(value) && is(value) }
    }
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
    return {
      _tag: "Record",
      ast,
      checks,
      fields: properties.map(field),
      value,
      defaulted: indexes.some((index) => hasDefault(index.type))
    }
  }

  return { plan }
}
