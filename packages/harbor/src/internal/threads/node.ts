/*
 * What the harbors of the threads tell each other: one member on each thread that has a harbor. Handlers that a thread has
 * by name are installed there for another one, for as long as that one wants it and lives.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { HarborError } from "../../HarborError.ts"

/** A change of the tables that main has, and that every thread keeps a copy of: see tables.ts. */
export const Change = Schema.Struct({
  version: Schema.Number,
  /** It is all there is, for a thread that knew nothing. */
  whole: Schema.Boolean,
  rows: Schema.Array(
    Schema.Struct({
      table: Schema.Literals(["group", "topic"]),
      key: Schema.String,
      /** Those that are in it from now on; none where the row is gone. */
      members: Schema.Array(Schema.Unknown)
    })
  )
})

export type Change = typeof Change.Type

export class Node extends Actor.Service<Node>()("harbor/node", [
  /** Installs the handler of that name, until `unlisten` or the death of who asked for it. */
  Rpc.make("listen", {
    payload: { key: Schema.String, handler: Schema.String, message: Schema.String },
    error: HarborError
  }),
  Rpc.make("unlisten", { payload: { key: Schema.String } }),
  /** The tables have changed. */
  Rpc.make("apply", { payload: Change }),
  /** About objects: whatever the directory of objects says to its like on another thread. */
  Rpc.make("object", { payload: { news: Schema.Unknown } })
]) {}
