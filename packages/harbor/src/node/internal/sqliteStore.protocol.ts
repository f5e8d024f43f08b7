/**
 * What the thread of a SQLite store is asked. Each job names the file, so that a thread that had to be started again goes on;
 * each may run twice, since a batch that is written twice changes nothing, and an epoch that nobody uses is only a number.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcGroup from "effect/rpc/RpcGroup"
import * as Schema from "effect/Schema"
import { HarborError } from "../../HarborError.ts"
import * as Wire from "../../internal/lastValue/wire.ts"

/** Where the file is, and whether what is written outlives a loss of power, too. */
export const Place = Schema.Struct({ path: Schema.String, isPowerSafe: Schema.Boolean })
export type Place = typeof Place.Type

const error = HarborError

export class SqliteStore extends Actor.Service<SqliteStore>()(
  "harbor/system/SqliteStore",
  RpcGroup.make(
    Rpc.make("begin", { payload: { place: Place }, success: Schema.Int, error }),
    Rpc.make("write", { payload: { place: Place, entries: Schema.Array(Wire.TopicEntry) }, error }),
    Rpc.make("read", {
      payload: { place: Place, topic: Schema.String, after: Wire.Version, upTo: Wire.Version, limitBytes: Schema.Int },
      success: Wire.Batch,
      error
    }),
    Rpc.make("publishedBy", {
      payload: {
        place: Place,
        publisher: Schema.Int,
        epoch: Schema.Int,
        from: Schema.Int,
        limitBytes: Schema.Int
      },
      success: Schema.Struct({
        entries: Schema.Array(Wire.TopicEntry),
        next: Schema.UndefinedOr(Schema.Int)
      }),
      error
    }),
    Rpc.make("topics", {
      payload: { place: Place, after: Schema.String, limit: Schema.Int },
      success: Schema.Array(Schema.String),
      error
    })
  )
    .annotateRpcs(Job.Idempotent, true)
    // A disk may be busy; nobody waits for it but the store's own thread.
    .annotateRpcs(Job.SlowAfter, "2 seconds")
) {}
