/**
 * Last values as they travel between threads.
 */
import * as Schema from "effect/Schema"

export const Version = Schema.Struct({ epoch: Schema.Int, seq: Schema.Int })

const entry = {
  key: Schema.String,
  value: Schema.Uint8Array,
  epoch: Schema.Int,
  seq: Schema.Int,
  schema: Schema.String,
  publisher: Schema.Int,
  stale: Schema.Boolean,
  gone: Schema.optionalKey(Schema.Literal(true))
}

export const Entry = Schema.Struct(entry)

export const TopicEntry = Schema.Struct({ topic: Schema.String, ...entry })

export const Batch = Schema.Struct({ entries: Schema.Array(Entry), upTo: Version })
