/*
 * What a schema wants of a value of Lua, where that can be read in two ways and only one of them is what the schema is for: an empty
 * table, a string of bytes that happens to be text, an integer that happens to be small, and a table whose keys happen to be those of
 * an array or an object. Without it a result would decode or fail by its data. And nil, which JavaScript has two of and which no table
 * has: `undefined` where the schema takes that, else `null`; a field that is none is one that is nil, unless it may be missing.
 *
 * It goes by the encoded side of the schema, and changes nothing else: what it leaves the schema itself refuses, and says why. Values
 * are not changed in place, as a part of a union is tried. For whoever decodes what came out of Lua: results of jobs, arguments of
 * host functions.
 */
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { bytesOf } from "./bytes.ts"
import { isNil, mayBeNil, type Nil, nilOf } from "./nil.ts"

type AST = SchemaAST.AST
/** `fills`: whether what is missing may be taken for nil. A union tries first without. */
type Fit = (value: unknown, fills: boolean) => unknown

/** Decodes a value as the schema wants it, or as it is. */
export const fitting = <A>(
  schema: Schema.Top,
  decode: (value: unknown, options?: SchemaAST.ParseOptions) => A
): ((value: unknown) => A) => {
  const fit = fitOf(SchemaAST.toEncoded(schema.ast))
  return (value) => {
    refused = false
    holes = 0
    const given = fit(value, true)
    // What was refused here says why itself, which is in the schema's error only with its input.
    return refused ? decode(given, { reportInput: true }) : decode(given)
  }
}

let refused = false

/** How many places of lists have been filled: a table of one entry may be as long as it likes. */
let holes = 0
const MOST_HOLES = 100_000

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
  if (fit === undefined) fits.set(ast, (fit = mayBeNil(ast) ? orNil(ast, fitFor(ast)) : fitFor(ast)))
  return fit
}

/** Both kinds of nil as the one that the schema takes. */
const orNil = (ast: AST, fit: Fit): Fit => {
  let nil: Nil | undefined
  return (value, fills) => {
    if (!isNil(value)) return fit(value, fills)
    nil ??= nilOf(ast)
    return nil.undefined === nil.null ? value : nil.null ? null : undefined
  }
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
      return (value, fills) => fitOf(ast.thunk())(value, fills)
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
  const mapOf = (entries: Iterable<readonly [unknown, unknown]>, fills: boolean) => {
    const map = new Map<unknown, unknown>()
    for (const [name, value] of entries) map.set(key(name, fills), item(value, fills))
    return map
  }
  const isSame = (map: ReadonlyMap<unknown, unknown>, fills: boolean): boolean => {
    for (const [name, value] of map) if (key(name, fills) !== name || item(value, fills) !== value) return false
    return true
  }
  return (value, fills) => {
    // A union asks whether a value fits as it is.
    if (value instanceof Map) return isSame(value, fills) ? value : mapOf(value, fills)
    if (Array.isArray(value))
      return mapOf(
        value.map((each: unknown, index) => [index + 1, each]),
        fills
      )
    return isRecord(value) ? mapOf(Object.entries(value), fills) : value
  }
}

/** A table as it comes, and nothing that the host has made. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype

const arrays = ({ elements, rest }: SchemaAST.Arrays): Fit => {
  const first = elements.map(fitOf)
  const [many = same, ...last] = rest.map(fitOf)
  if ([...first, many, ...last].every((fit) => fit === same)) return same
  const shortest = last.length > 0 ? 0 : elements.filter((element) => !SchemaAST.isOptional(element)).length
  const takesNil = (index: number): boolean => {
    const element = index < elements.length ? elements[index] : last.length > 0 ? undefined : rest[0]
    return element !== undefined && takesAny(element)
  }
  return (given, fills) => {
    const value = fills ? filled(given, shortest, takesNil) : given
    if (!Array.isArray(value)) return value
    const { length } = value
    let copy: Array<unknown> | undefined
    for (let i = 0; i < length; i++) {
      const fromEnd = i - Math.max(first.length, length - last.length)
      const fit = first[i] ?? last[fromEnd] ?? many
      const each = fit(value[i], fills)
      if (each !== value[i]) (copy ??= [...value])[i] = each
    }
    return copy ?? value
  }
}

/** Whether nil is one of its values by name: for what takes anything, nothing is missing. */
const takesAny = (ast: AST): boolean => {
  if (!mayBeNil(ast)) return false
  const nil = nilOf(ast)
  return nil.undefined || nil.null
}

/** A list that has nil in it, which comes as a `Map`, or a tuple that ends with it, as long as it is meant to be. */
const filled = (given: unknown, shortest: number, takesNil: (index: number) => boolean): unknown => {
  let longest = shortest
  if (given instanceof Map) {
    for (const key of given.keys()) {
      if (!Number.isSafeInteger(key) || key < 1) return given
      if (key > longest) longest = key
    }
  } else if (!Array.isArray(given) || given.length >= shortest) return given
  const list: Array<unknown> = []
  for (let i = 0; i < longest; i++) {
    const isThere = given instanceof Map ? given.has(i + 1) : i < given.length
    if (!isThere && !takesNil(i)) return given
    if (!isThere && ++holes > MOST_HOLES) {
      return refusal(`a value with more than ${MOST_HOLES} places in lists that are nil; ${remedy}`)
    }
    list.push(isThere ? (given instanceof Map ? given.get(i + 1) : given[i]) : undefined)
  }
  return list
}

const objects = ({ indexSignatures, propertySignatures }: SchemaAST.Objects): Fit => {
  // Anything at all.
  if (indexSignatures.length + propertySignatures.length === 0) return same
  const fields = propertySignatures
    .map(({ name, type }) => [name, fitOf(type)] as const)
    .filter(([, fit]) => fit !== same)
  const missing = propertySignatures.filter(({ type }) => !SchemaAST.isOptional(type) && mayBeNil(type))
  const named = new Set(propertySignatures.map(({ name }) => name))
  const others = indexSignatures
    .map(({ parameter, type }) => ({
      isKey: parameter._tag === "String" ? undefined : guard(parameter),
      fit: fitOf(type)
    }))
    .filter(({ fit }) => fit !== same)
  const record = indexSignatures.length > 0
  return (given, fills) => {
    if (Array.isArray(given) && given.length > 0) return given
    const value = Array.isArray(given) ? {} : given instanceof Map ? objectOf(given, record) : given
    if (!isRecord(value)) return value
    let copy: Record<PropertyKey, unknown> | undefined
    const set = (key: PropertyKey, fit: Fit): void => {
      const each = fit(value[key as string], fills)
      if (each !== value[key as string]) put(key, each)
    }
    const put = (key: PropertyKey, each: unknown): void => {
      copy ??= { ...value }
      // An own field like any other: an assignment would set the prototype.
      if (key !== "__proto__") copy[key] = each
      else Object.defineProperty(copy, key, { value: each, enumerable: true, configurable: true, writable: true })
    }
    for (const [name, fit] of fields) if (Object.hasOwn(value, name)) set(name, fit)
    if (fills) {
      for (const { name, type } of missing) {
        if (Object.hasOwn(value, name)) continue
        const nil = nilOf(type)
        if (nil.undefined || nil.null) put(name, nil.undefined ? undefined : null)
      }
    }
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

const union = ({ types }: SchemaAST.Union): Fit => {
  const members = types.filter((type) => type._tag !== "Null" && type._tag !== "Undefined" && type._tag !== "Void")
  if (members.length === 1) return fitOf(members[0]!)
  const tried = members.map((type) => ({ fit: fitOf(type), isOf: guard(type) }))
  if (tried.every(({ fit }) => fit === same)) return same
  // Unions in unions would try the same part again for each member that they are in.
  const known = { whole: new WeakMap<object, unknown>(), filled: new WeakMap<object, unknown>() }
  const look = (value: unknown, fills: boolean): readonly [unknown] | undefined => {
    // What it is by itself comes first: a text, where a text will do. A `Map` will do for any object, which has nothing of it then.
    const taker = tried.find(({ isOf }) => isOf(value))
    if (taker !== undefined && taker.fit(value, fills) === value) return [value]
    for (const member of tried) {
      const other = member.fit(value, fills)
      if (member.isOf(other)) return [other]
      // This one would take the value all the same, before those after it.
      if (member === taker) return [other]
    }
    return undefined
  }
  // What has all its fields comes before what would have nil for one.
  const found = (value: unknown, fills: boolean): unknown =>
    (look(value, false) ?? (fills ? look(value, true) : undefined) ?? [value])[0]
  return (value, fills) => {
    if (typeof value !== "object" || value === null) return found(value, fills)
    const seen = fills ? known.filled : known.whole
    if (!seen.has(value)) seen.set(value, found(value, fills))
    return seen.get(value)
  }
}
