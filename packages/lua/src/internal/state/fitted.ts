/*
 * What a schema wants of a value of Lua, where that can be read in two ways and only one of them is what the schema is for: an empty
 * table, a string of bytes that happens to be text, an integer that happens to be small, and a table whose keys happen to be those of
 * an array or an object. Without it a result would decode or fail by its data.
 *
 * It goes by the encoded side of the schema, and changes nothing else: what it leaves the schema itself refuses, and says why. Values
 * are not changed in place, as a part of a union is tried. For whoever decodes what came out of Lua: results of jobs, arguments of
 * host functions.
 */
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { bytesOf } from "./bytes.ts"

type AST = SchemaAST.AST
type Fit = (value: unknown) => unknown

/** Decodes a value as the schema wants it, or as it is. */
export const fitting = <A>(
  schema: Schema.Top,
  decode: (value: unknown, options?: SchemaAST.ParseOptions) => A
): ((value: unknown) => A) => {
  const fit = fitOf(SchemaAST.toEncoded(schema.ast))
  return (value) => {
    refused = false
    const given = fit(value)
    // What was refused here says why itself, which is in the schema's error only with its input.
    return refused ? decode(given, { reportInput: true }) : decode(given)
  }
}

let refused = false

/** Instead of a value that the schema would lose a part of: nothing that it takes, with the reason. */
const refusal = (why: string): symbol => {
  refused = true
  return Symbol(why)
}

const same: Fit = (value) => value

/** Integers beyond come as bigints; this one may be meant by none of them. */
const isInteger = (value: unknown): value is number => Number.isInteger(value) && Math.abs(value as number) <= 2 ** 53

const fits = new WeakMap<AST, Fit>()

/** One for each part of a schema. A part that holds itself does so by a `Suspend`, which is followed when a value comes. */
const fitOf = (ast: AST): Fit => {
  let fit = fits.get(ast)
  if (fit === undefined) fits.set(ast, (fit = fitFor(ast)))
  return fit
}

const fitFor = (ast: AST): Fit => {
  switch (ast._tag) {
    case "BigInt":
      return (value) => (isInteger(value) ? BigInt(value) : value)
    case "Literal": {
      const { literal } = ast
      return typeof literal === "bigint" ? (value) => (value === Number(literal) ? literal : value) : same
    }
    case "Declaration":
      return declared(ast)
    case "Arrays":
      return arrays(ast)
    case "Objects":
      return objects(ast)
    case "Union":
      return union(ast)
    case "Suspend":
      return (value) => fitOf(ast.thunk())(value)
    default:
      return same
  }
}

const idOf = (ast: SchemaAST.Declaration): unknown =>
  (ast.annotations?.["representation"] as { readonly id?: unknown } | undefined)?.id

const declared = (ast: SchemaAST.Declaration): Fit => {
  const id = idOf(ast)
  if (id === "effect/schema/Uint8Array") return (value) => (typeof value === "string" ? bytesOf(value) : value)
  if (id !== "effect/schema/ReadonlyMap") return same
  const [key, item] = ast.typeParameters.map(fitOf) as [Fit, Fit]
  const mapOf = (entries: Iterable<readonly [unknown, unknown]>) => {
    const map = new Map<unknown, unknown>()
    for (const [name, value] of entries) map.set(key(name), item(value))
    return map
  }
  const isSame = (map: ReadonlyMap<unknown, unknown>): boolean => {
    for (const [name, value] of map) if (key(name) !== name || item(value) !== value) return false
    return true
  }
  return (value) => {
    // A union asks whether a value fits as it is.
    if (value instanceof Map) return isSame(value) ? value : mapOf(value)
    if (Array.isArray(value)) return mapOf(value.map((each: unknown, index) => [index + 1, each]))
    return isRecord(value) ? mapOf(Object.entries(value)) : value
  }
}

/** A table as it comes, and nothing that the host has made. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype

const arrays = ({ elements, rest }: SchemaAST.Arrays): Fit => {
  const first = elements.map(fitOf)
  const [many = same, ...last] = rest.map(fitOf)
  if ([...first, many, ...last].every((fit) => fit === same)) return same
  return (value) => {
    if (!Array.isArray(value)) return value
    const { length } = value
    let copy: Array<unknown> | undefined
    for (let i = 0; i < length; i++) {
      const fromEnd = i - Math.max(first.length, length - last.length)
      const fit = first[i] ?? last[fromEnd] ?? many
      const each = fit(value[i])
      if (each !== value[i]) (copy ??= [...value])[i] = each
    }
    return copy ?? value
  }
}

const objects = ({ indexSignatures, propertySignatures }: SchemaAST.Objects): Fit => {
  // Anything at all.
  if (indexSignatures.length + propertySignatures.length === 0) return same
  const fields = propertySignatures
    .map(({ name, type }) => [name, fitOf(type)] as const)
    .filter(([, fit]) => fit !== same)
  const named = new Set(propertySignatures.map(({ name }) => name))
  const others = indexSignatures
    .map(({ parameter, type }) => ({
      isKey: parameter._tag === "String" ? undefined : guard(parameter),
      fit: fitOf(type)
    }))
    .filter(({ fit }) => fit !== same)
  const record = indexSignatures.length > 0
  return (given) => {
    if (Array.isArray(given)) return given.length === 0 ? {} : given
    const value = given instanceof Map ? objectOf(given, record) : given
    if (!isRecord(value)) return value
    let copy: Record<PropertyKey, unknown> | undefined
    const set = (key: PropertyKey, fit: Fit): void => {
      const each = fit(value[key as string])
      if (each === value[key as string]) return
      copy ??= { ...value }
      // An own field like any other: an assignment would set the prototype.
      if (key !== "__proto__") copy[key] = each
      else Object.defineProperty(copy, key, { value: each, enumerable: true, configurable: true, writable: true })
    }
    for (const [name, fit] of fields) if (Object.hasOwn(value, name)) set(name, fit)
    if (others.length === 0) return copy ?? value
    for (const key of Object.keys(value)) {
      if (named.has(key)) continue
      const other = others.find(({ isKey }) => isKey === undefined || isKey(key))
      if (other !== undefined) set(key, other.fit)
    }
    return copy ?? value
  }
}

/**
 * A table that has other keys than texts, which an object cannot have: Schema would take its `Map` for an object without any field.
 * An integer is its decimal text. Other keys are fields that a struct does not have, and nothing that a record could hold.
 */
const objectOf = (map: ReadonlyMap<unknown, unknown>, record: boolean): object | symbol => {
  const entries: Array<readonly [string, unknown]> = []
  for (const [key, value] of map) {
    if (typeof key === "string") entries.push([key, value])
    else if (typeof key === "bigint" || isInteger(key)) {
      if (!map.has(String(key))) entries.push([String(key), value])
      else if (record) return refusal(`a table that has both ${key} and "${key}" as keys; ${remedy}`)
    } else if (record) return refusal(`a table with the key ${nameOf(key)}, which is no text; ${remedy}`)
  }
  return Object.fromEntries(entries)
}

const remedy = "use Schema.ReadonlyMap"

const nameOf = (key: unknown): string =>
  key instanceof Uint8Array ? "of bytes" : typeof key === "object" ? "of a reference" : String(key)

const guard = (ast: AST): ((value: unknown) => boolean) => Schema.is(Schema.make<Schema.Codec<unknown>>(ast))

/** What no table, string or number is meant by. */
const isNothing = (ast: AST): boolean => ast._tag === "Null" || ast._tag === "Undefined" || ast._tag === "Void"

const union = ({ types }: SchemaAST.Union): Fit => {
  const members = types.filter((type) => !isNothing(type))
  if (members.length === 1) return fitOf(members[0]!)
  const tried = members.map((type) => ({ fit: fitOf(type), isOf: guard(type) }))
  if (tried.every(({ fit }) => fit === same)) return same
  // Unions in unions would try the same part again for each member that they are in.
  const known = new WeakMap<object, unknown>()
  const look: Fit = (value) => {
    // What it is by itself comes first: a text, where a text will do. A `Map` will do for any object, which has nothing of it then.
    const taker = tried.find(({ isOf }) => isOf(value))
    if (taker !== undefined && taker.fit(value) === value) return value
    for (const member of tried) {
      const other = member.fit(value)
      if (member.isOf(other)) return other
      // This one would take the value all the same, before those after it.
      if (member === taker) return other
    }
    return value
  }
  return (value) => {
    if (typeof value !== "object" || value === null) return look(value)
    if (!known.has(value)) known.set(value, look(value))
    return known.get(value)
  }
}
