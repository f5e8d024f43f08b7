/*
 * What two processes compare to know that they declare a message alike: a hash of its schemas as a JSON Schema document.
 */
import * as Schema from "effect/Schema"
import { copy, mapNatives } from "./natives.ts"

/** What a document says about itself, and not about data. */
const talk: ReadonlySet<string> = new Set(["title", "description", "default", "examples", "$comment", "$schema"])

/** A date is text in JSON, and not in msgpack: so it is no text here either. */
const dated = Schema.String.annotate({ format: "date-time" }).ast

const documentOf = (schema: Schema.Top): unknown => {
  const ast = mapNatives(schema.ast, (kind, own) => (kind === "date" ? copy(dated, { context: own.context }) : own))
  const { schema: root, definitions } = Schema.toJsonSchemaDocument(Schema.make(ast))
  return canonical(root, { definitions, depth: 0, open: new Map() })
}

interface Place {
  readonly definitions: Readonly<Record<string, unknown>>
  readonly depth: number
  /** The definitions that this place is in, each with the depth of its beginning. */
  readonly open: ReadonlyMap<string, number>
}

const pointer = "#/$defs/"

/**
 * Keys in order, no prose, and every reference in place: what a definition is called does not count. One that contains itself
 * stands as the number of levels to go up.
 */
const canonical = (node: unknown, place: Place): unknown => {
  const inside = { ...place, depth: place.depth + 1 }
  if (Array.isArray(node)) return node.map((item) => canonical(item, inside))
  if (typeof node !== "object" || node === null) return node
  const { $ref } = node as { readonly $ref?: unknown }
  if (typeof $ref === "string" && $ref.startsWith(pointer)) {
    const name = decodeURIComponent($ref.slice(pointer.length)).replaceAll("~1", "/").replaceAll("~0", "~")
    const from = place.open.get(name)
    if (from !== undefined) return { $up: place.depth - from }
    return canonical(place.definitions[name], { ...place, open: new Map([...place.open, [name, place.depth]]) })
  }
  return ordered(
    Object.entries(node).filter(([key]) => !talk.has(key)),
    (key, value) => {
      if (key === "required" && Array.isArray(value)) return [...value].sort()
      const named = key === "properties" || key === "patternProperties"
      if (!named || typeof value !== "object" || value === null) return canonical(value, inside)
      // The names here are the users': none of them is talk.
      return ordered(Object.entries(value), (_, property) => canonical(property, inside))
    }
  )
}

const ordered = (entries: ReadonlyArray<[string, unknown]>, f: (key: string, value: unknown) => unknown): unknown =>
  Object.fromEntries(
    [...entries].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, value]) => [key, f(key, value)])
  )

const offset = 0xcbf29ce484222325n
const prime = 0x100000001b3n

/** FNV-1a, 64 bits. */
export const fnv64 = (text: string): bigint => {
  let hash = offset
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime)
  return hash
}

interface Declared {
  readonly payloadSchema: Schema.Top
  readonly successSchema: Schema.Top
  readonly errorSchema: Schema.Top
}

/** The text that is hashed. */
export const canonicalText = (name: string, { payloadSchema, successSchema, errorSchema }: Declared): string =>
  JSON.stringify({
    error: documentOf(errorSchema),
    name,
    payload: documentOf(payloadSchema),
    success: documentOf(successSchema)
  })

/** The name counts: two names with one id and equal schemas are still two messages. */
export const fingerprintOf = (name: string, declared: Declared): bigint => fnv64(canonicalText(name, declared))

/** 16 hexadecimal digits. */
export const textOf = (fingerprint: bigint): string => fingerprint.toString(16).padStart(16, "0")
