/*
 * Two actors, of which one asks the other: what crosses with the asks can be read back from both.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export const SpanInfo = Schema.Struct({
  name: Schema.String,
  traceId: Schema.String,
  spanId: Schema.String,
  parentId: Schema.NullOr(Schema.String),
  sampled: Schema.Boolean,
  kind: Schema.String,
  failed: Schema.Boolean,
  attributes: Schema.Record(Schema.String, Schema.Unknown)
})

export class Refused extends Schema.TaggedError<Refused>()("Refused", {}) {}

export class Far extends Actor.Service<Far>()("observed/Far", [
  Rpc.make("work", { success: Schema.String }),
  /** Has its result at once. */
  Rpc.make("at-once", { success: Schema.Int }),
  Rpc.make("refuse", { error: Refused }),
  /** The spans that ended on this thread. */
  Rpc.make("spans", { success: Schema.Array(SpanInfo) }),
  /** What the handler's fiber has. */
  Rpc.make("seen", {
    success: Schema.Struct({
      annotations: Schema.Record(Schema.String, Schema.Unknown),
      minimum: Schema.String,
      level: Schema.String,
      parent: Schema.NullOr(Schema.Array(Schema.Unknown))
    })
  })
]) {}

export class Near extends Actor.Service<Near>()("observed/Near", [
  Rpc.make("relay", { success: Schema.String, error: ActorError }),
  Rpc.make("seenFurther", { success: Schema.Unknown, error: ActorError }),
  Rpc.make("spans", { success: Schema.Array(SpanInfo) }),
  Rpc.make("logs")
]) {}
