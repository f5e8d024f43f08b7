/**
 * What the main thread and the workers say to each other. Both sides import this file; it holds no code that runs.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** A name that is valid UTF-8 is a string, another is its bytes: see `filePath.ts`. */
export const FilePath = Schema.Union([Schema.String, Schema.Uint8Array])

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

export class Digest extends Schema.Class<Digest>("digest/Digest")({
  sha256: Schema.String,
  bytes: Count,
  lines: Count,
  words: Count,
  longestLine: Count,
  /** The thread that read the file, when it began (milliseconds since 1970) and how long it took. */
  thread: Schema.String,
  startedAtMillis: Schema.Number,
  busyMillis: Schema.Number,
  /** 1, or more if a thread died reading the file. */
  attempt: Count
}) {}

export class Unreadable extends Schema.TaggedError<Unreadable>()("Unreadable", {
  path: FilePath,
  reason: Schema.String,
  attempt: Count
}) {}

export class Digester extends Actor.Service<Digester>()("digest/Digester", [
  Rpc.make("digest", { payload: { path: FilePath }, success: Digest, error: Unreadable })
    // A file may be read twice: when its thread dies, another one reads it.
    .annotate(Job.Idempotent, true)
    // And may be of any size: that it takes long to read is nothing to warn of.
    .annotate(Job.SlowAfter, "never")
]) {}
