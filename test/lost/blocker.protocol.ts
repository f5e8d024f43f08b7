/** An actor whose thread can be put into calls that nothing can interrupt. */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const rpcs = [
  Rpc.make("echo", { payload: { n: Schema.Number }, success: Schema.Number }),
  Rpc.make("note", { payload: { n: Schema.Number } }),
  /** The notes that this thread has taken, and which thread it is. */
  Rpc.make("notes", { success: Schema.Struct({ thread: Schema.Number, notes: Schema.Array(Schema.Number) }) }),
  /** Reads from a pipe until whoever holds its other end lets go. */
  Rpc.make("readPipe", { payload: { path: Schema.String }, success: Schema.Number }).annotate(Job.Idempotent, true)
] as const

/** Works on one job at a time. */
export class Blocker extends Actor.Service<Blocker>()("lost/Blocker", [...rpcs]) {}
/** On as many as come. */
export class Wide extends Actor.Service<Wide>()("lost/Wide", [...rpcs]) {}
