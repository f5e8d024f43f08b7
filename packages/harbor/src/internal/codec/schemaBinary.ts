/*
 * SchemaBinary of Effect, in the mode that lets schemas evolve: smaller than msgpack, for Effect on both sides.
 */
import * as SchemaBinary from "effect/encoding/SchemaBinary"
import type * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { type Body, bodyOf } from "./body.ts"

export const schemaBinaryBody = (schema: Schema.Top): Body => {
  refuseFreeElements(schema.ast)
  return bodyOf(
    SchemaBinary.toCodec(schema),
    // Copies: what it writes, and what it reads binary fields from, is a view of memory that others may have.
    (wire) => new Uint8Array(wire as Uint8Array),
    (bytes) => new Uint8Array(bytes)
  )
}

/**
 * Elements that are always null or undefined take no bytes, so that five bytes say four million of them, and an array of such
 * arrays fills the memory. No limit on bytes bounds that; a schema that needs it is refused before any comes.
 */
const refuseFreeElements = (ast: SchemaAST.AST, seen: Set<SchemaAST.AST> = new Set()): void => {
  if (seen.has(ast)) return
  seen.add(ast)
  const inside = (other: SchemaAST.AST): void => refuseFreeElements(other, seen)
  if (ast.encoding !== undefined) inside(ast.encoding[ast.encoding.length - 1]!.to)
  switch (ast._tag) {
    case "Arrays":
      if (ast.rest.some(isFree)) {
        throw new Error("SchemaBinary writes an array of null or undefined without any bytes: use Codec.msgpack")
      }
      ;[...ast.elements, ...ast.rest].forEach(inside)
      return
    case "Objects":
      ;[...ast.propertySignatures, ...ast.indexSignatures].forEach(({ type }) => inside(type))
      return
    case "Union":
      return ast.types.forEach(inside)
    case "Suspend":
      return inside(ast.thunk())
    case "Declaration":
      return ast.typeParameters.forEach(inside)
    default:
      return
  }
}

const isFree = (ast: SchemaAST.AST): boolean => {
  const encoded = SchemaAST.toEncoded(ast)
  if (encoded._tag === "Suspend") return isFree(encoded.thunk())
  return encoded._tag === "Null" || encoded._tag === "Undefined" || encoded._tag === "Void"
}
