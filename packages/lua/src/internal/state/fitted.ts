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
type Fit = (value: unknown) => unknown

type Decode<A> = (value: unknown, options?: SchemaAST.ParseOptions) => A

/** Decodes a value as the schema wants it, or as it is. `refuse` is for what a schema that takes anything must not have. */
export const fitting = <A>(
  schema: Schema.Top,
  decode: Decode<A>,
  refuse: Decode<NoInfer<A>>
): ((value: unknown) => A) => {
  const fit = fitOf(SchemaAST.toEncoded(schema.ast))
  return (value) => {
    refused = false
    holes = 0
    cost = undefined
    lost = undefined
    const given = fit(value)
    if (lost !== undefined) return refuse(lost, { reportInput: true })
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

/** What it takes to have a value fit a member of a union: the less, the likelier that member is meant. */
interface Cost {
  /** Why it can be none of them, though one that takes anything would take this. */
  lost: symbol | undefined
  /** Fields of the table that the member does not have. */
  dropped: number
  /** Keys that are integers, and become texts: those of a list with nil in it, if that is what they may be. */
  renamed: number
  /** Fields and elements that are none, and become nil. */
  filled: number
}

const free = (): Cost => ({ lost: undefined, dropped: 0, renamed: 0, filled: 0 })

/** Of the member that is tried; none where nobody compares. */
let cost: Cost | undefined

/** That of the whole value. */
let lost: symbol | undefined

const add = (more: Cost): void => {
  if (cost === undefined) {
    lost ??= more.lost
    return
  }
  cost.lost ??= more.lost
  cost.dropped += more.dropped
  cost.renamed += more.renamed
  cost.filled += more.filled
}

const isFree = (one: Cost): boolean => one.lost === undefined && one.dropped + one.renamed + one.filled === 0

const isLess = (one: Cost, other: Cost): boolean => {
  if ((one.lost === undefined) !== (other.lost === undefined)) return one.lost === undefined
  return (one.dropped - other.dropped || one.renamed - other.renamed || one.filled - other.filled) < 0
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
  return (value) => {
    if (!isNil(value)) return fit(value)
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
    for (const [name, value] of map) if (!Object.is(key(name), name) || !Object.is(item(value), value)) return false
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
  const shortest = last.length > 0 ? 0 : elements.filter((element) => !SchemaAST.isOptional(element)).length
  const takesNil = (index: number): boolean => {
    const element = index < elements.length ? elements[index] : last.length > 0 ? undefined : rest[0]
    return element !== undefined && takesAny(element)
  }
  return (given) => {
    const value = filled(given, shortest, takesNil)
    if (!Array.isArray(value)) return value
    const { length } = value
    let copy: Array<unknown> | undefined
    for (let i = 0; i < length; i++) {
      const fromEnd = i - Math.max(first.length, length - last.length)
      const fit = first[i] ?? last[fromEnd] ?? many
      const each = fit(value[i])
      if (!Object.is(each, value[i])) (copy ??= [...value])[i] = each
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
  let nils = 0
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
    if (!isThere) nils++
    if (!isThere && ++holes > MOST_HOLES) {
      return refusal(`a value with more than ${MOST_HOLES} places in lists that are nil; ${remedy}`)
    }
    list.push(isThere ? (given instanceof Map ? given.get(i + 1) : given[i]) : undefined)
  }
  if (cost !== undefined) cost.filled += nils
  return list
}

/** A struct without fields takes anything but nil, and leaves it as it is; what it has encoded was an object. */
const withoutFields: Fit = (value) => (Array.isArray(value) && value.length === 0 ? {} : value)

const objects = ({ indexSignatures, propertySignatures }: SchemaAST.Objects): Fit => {
  if (indexSignatures.length + propertySignatures.length === 0) return withoutFields
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
  const keys = indexSignatures.map(({ parameter }) => keyOf(parameter))
  const record = keys.length > 0
  return (given) => {
    if (Array.isArray(given) && given.length > 0) return given
    const value = Array.isArray(given) ? {} : given instanceof Map ? objectOf(given, record) : given
    if (!isRecord(value)) return typeof value === "object" && value !== null ? refusal(noTable(value)) : value
    if (cost !== undefined) {
      for (const key of Object.keys(value)) if (!named.has(key) && !keys.some((isOf) => isOf(key))) cost.dropped++
    }
    let copy: Record<PropertyKey, unknown> | undefined
    const set = (key: PropertyKey, fit: Fit): void => {
      const each = fit(value[key as string])
      if (!Object.is(each, value[key as string])) put(key, each)
    }
    const put = (key: PropertyKey, each: unknown): void => {
      copy ??= { ...value }
      // An own field like any other: an assignment would set the prototype.
      if (key !== "__proto__") copy[key] = each
      else Object.defineProperty(copy, key, { value: each, enumerable: true, configurable: true, writable: true })
    }
    for (const [name, fit] of fields) if (Object.hasOwn(value, name)) set(name, fit)
    for (const { name, type } of missing) {
      if (Object.hasOwn(value, name)) continue
      const nil = nilOf(type)
      if (!nil.undefined && !nil.null) continue
      put(name, nil.undefined ? undefined : null)
      if (cost !== undefined) cost.filled++
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
  let renamed = 0
  for (const [key, value] of map) {
    if (typeof key === "string") entries.push([key, value])
    else if (typeof key === "bigint" || isInteger(key)) {
      if (!map.has(String(key))) {
        entries.push([String(key), value])
        renamed++
      } else if (record) return refusal(`a table that has both ${key} and "${key}" as keys; ${remedy}`)
    } else if (record) return refusal(`a table with the key ${nameOf(key)}, which is no text; ${remedy}`)
  }
  if (cost !== undefined) {
    cost.dropped += map.size - entries.length
    cost.renamed += renamed
  }
  return Object.fromEntries(entries)
}

/** Whether a key is one of a record's. */
const keyOf = (parameter: AST): ((key: string) => boolean) => {
  if (parameter._tag === "String" && parameter.checks === undefined) return () => true
  const isOf = guard(parameter)
  return parameter._tag === "Number" ? (key) => isOf(Number(key)) : isOf
}

/** Schema would take any object for one with fields: a function for one of optional ones, bytes for a record of numbers. */
const noTable = (value: object): string => {
  const other = "type" in value ? `a ${String(value.type)}` : "an object of the host"
  const kind = value instanceof Uint8Array ? "bytes" : value instanceof Date ? "a timestamp" : other
  return `${kind}, no table of fields; in a union its schema goes first`
}

const remedy = "use Schema.ReadonlyMap"

const nameOf = (key: unknown): string =>
  key instanceof Uint8Array ? "of bytes" : typeof key === "object" ? "of a reference" : String(key)

const guard = (ast: AST): ((value: unknown) => boolean) => Schema.is(Schema.make<Schema.Codec<unknown>>(ast))

interface Member {
  readonly fit: Fit
  readonly isOf: (value: unknown) => boolean
}

interface Found {
  readonly value: unknown
  readonly cost: Cost
}

const tried = (fit: Fit, value: unknown): Found => {
  const outer = cost
  const own = (cost = free())
  const found = { value: fit(value), cost: own }
  cost = outer
  return found
}

const union = ({ types }: SchemaAST.Union): Fit => {
  const some = types.filter((type) => type._tag !== "Null" && type._tag !== "Undefined" && type._tag !== "Void")
  if (some.length === 1) return fitOf(some[0]!)
  const takesList = some.some(({ _tag }) => _tag === "Arrays" || _tag === "Unknown" || _tag === "Any")
  const members = some.map((type) => {
    const fit = fitOf(type)
    return { fit: takesList && fit === withoutFields ? same : fit, isOf: guard(type) }
  })
  if (members.every(({ fit }) => fit === same)) return same
  // Unions in unions would try the same part again for each member that they are in.
  const known = new WeakMap<object, Found>()
  return (value) => {
    let found = typeof value === "object" && value !== null ? known.get(value) : undefined
    if (found === undefined) {
      found = likeliest(members, value)
      if (typeof value === "object" && value !== null) known.set(value, found)
    }
    add(found.cost)
    return found.value
  }
}

/**
 * A value as one of the members has it that it fits: what loses no field of it comes before what does, a list before an object of
 * decimal texts, what has all its fields before what would have nil for one, what the value is by itself before what it may be read as
 * (a text, where a text will do), and then the first.
 */
const likeliest = (members: ReadonlyArray<Member>, value: unknown): Found => {
  // The schema is going to take what the first of them takes: any object, for one without a field that it needs.
  const takerOf = (given: unknown): Member | undefined => members.find(({ isOf }) => isOf(given))
  const taker = takerOf(value)
  const asIs = taker === undefined ? undefined : tried(taker.fit, value)
  let least: Found | undefined
  if (asIs !== undefined && Object.is(asIs.value, value)) {
    if (isFree(asIs.cost)) return asIs
    least = asIs
  }
  let refused: Found | undefined
  for (const member of members) {
    const found = tried(member.fit, value)
    if (!member.isOf(found.value) || (least !== undefined && !isLess(found.cost, least.cost))) continue
    const first = takerOf(found.value) ?? member
    if (first !== member) {
      const taken = tried(first.fit, found.value)
      if (!Object.is(taken.value, found.value)) {
        refused ??= taken
        continue
      }
    }
    least = found
    if (isFree(found.cost)) break
  }
  if (least !== undefined) return least
  const none = asIs ?? refused ?? { value, cost: free() }
  return typeof none.value === "symbol" && takerOf(none.value) !== undefined
    ? { value: none.value, cost: { ...free(), lost: none.value } }
    : none
}
