/*
 * SchemaBinary of Effect, in the mode that lets schemas evolve: smaller than msgpack, for Effect on both sides.
 */
import * as SchemaBinary from "effect/encoding/SchemaBinary"
import type * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { type Body, bodyOf } from "./body.ts"
import { messageOf } from "../shown.ts"

export const schemaBinaryBody = (schema: Schema.Top): Body => {
  refuseUnbounded(schema.ast)
  return bodyOf(
    codecOf(schema),
    // Copies: what it writes, and what it reads binary fields from, is a view of memory that others may have.
    (wire) => new Uint8Array(wire as Uint8Array),
    (bytes) => new Uint8Array(bytes)
  )
}

/** Effect says only what it cannot lay out. */
const codecOf = (schema: Schema.Top) => {
  try {
    return SchemaBinary.toCodec(schema)
  } catch (thrown) {
    const why = messageOf(thrown)
    throw new Error(`SchemaBinary cannot lay it out (${why}): use Codec.msgpack`, { cause: thrown })
  }
}

/**
 * What no limit on bytes bounds is refused before any comes. Elements that are always null or undefined take no bytes, so that five bytes
 * say four million of them. Of other arrays six bytes claim a million elements, for which Effect makes room before it looks for
 * them: once for each level of arrays, as many as the schema names, but up to 512 where an array is within itself.
 */
const refuseUnbounded = (ast: SchemaAST.AST): void => {
  const arrays = Array.from(reachable([ast])).filter((each) => elementsOf(each).length > 0)
  if (arrays.some((each) => elementsOf(each).some(isFree))) {
    throw new Error("SchemaBinary writes an array of null or undefined without any bytes: use Codec.msgpack")
  }
  if (arrays.some((each) => reachable(insideOf(each)).has(each))) {
    throw new Error("SchemaBinary makes room for whatever an array says that contains itself: use Codec.msgpack")
  }
}

/** Of what is written as an array: of sets and maps, too, which nothing but their type says. */
const elementsOf = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => {
  if (ast._tag === "Arrays") return ast.rest
  return ast._tag === "Declaration" && ast.encoding === undefined && !isOwn(ast) ? ast.typeParameters : []
}

/** Which SchemaBinary writes by itself, and without arrays. */
const isOwn = ({ annotations }: SchemaAST.AST): boolean => {
  const { id } = (annotations?.["representation"] ?? {}) as { readonly id?: unknown }
  return typeof id === "string" && /^effect\/schema\/(Option|Result|Exit|Cause|CauseReason)$/.test(id)
}

/** These, and all that is inside of them. */
const reachable = (from: ReadonlyArray<SchemaAST.AST>): ReadonlySet<SchemaAST.AST> => {
  const found = new Set(from)
  // What is added meanwhile is looked at, too.
  for (const ast of found) for (const inside of insideOf(ast)) found.add(inside)
  return found
}

const insideOf = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => {
  const { encoding } = ast
  const parts = partsOf(ast)
  return encoding === undefined ? parts : [encoding[encoding.length - 1]!.to, ...parts]
}

const partsOf = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => {
  switch (ast._tag) {
    case "Arrays":
      return [...ast.elements, ...ast.rest]
    case "Objects":
      return [...ast.propertySignatures, ...ast.indexSignatures].map(({ type }) => type)
    case "Union":
      return ast.types
    case "Suspend":
      return [ast.thunk()]
    case "Declaration":
      return ast.typeParameters
    default:
      return []
  }
}

const isFree = (ast: SchemaAST.AST): boolean => {
  const encoded = SchemaAST.toEncoded(ast)
  if (encoded._tag === "Suspend") return isFree(encoded.thunk())
  return encoded._tag === "Null" || encoded._tag === "Undefined" || encoded._tag === "Void"
}
