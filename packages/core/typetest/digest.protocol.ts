/*
 * The actor that most type tests are about.
 */
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"

export class Digest extends Schema.Class<Digest>("app/Digest")({
  path: Schema.String,
  size: Schema.Number,
  at: Schema.Date
}) {}

export class Unreadable extends Schema.TaggedError<Unreadable>()("Unreadable", {
  path: Schema.String,
  reason: Schema.String
}) {}

export class Digester extends Actor.Service<Digester>()("app/Digester", [
  Rpc.make("digest", { payload: { path: Schema.String }, success: Digest, error: Unreadable }),
  Rpc.make("read", { payload: { path: Schema.String }, success: Schema.Uint8Array, error: Unreadable })
]) {}

/** The same actor under another tag. */
export class Fast extends Digester.as<Fast>()("app/Fast") {}
