/*
 * SchemaBinary of Effect, in the mode that lets schemas evolve: smaller than msgpack, for Effect on both sides.
 */
import * as SchemaBinary from "effect/encoding/SchemaBinary"
import type * as Schema from "effect/Schema"
import { type Body, bodyOf } from "./body.ts"

export const schemaBinaryBody = (schema: Schema.Top): Body =>
  bodyOf(
    SchemaBinary.toCodec(schema),
    // Copies: what it writes, and what it reads binary fields from, is a view of memory that others may have.
    (wire) => new Uint8Array(wire as Uint8Array),
    (bytes) => new Uint8Array(bytes)
  )
