/*
 * What the harbors of the threads tell each other: one member on each thread that has a harbor. Handlers that a thread has
 * by name are installed there for another one, for as long as that one wants it and lives.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { Part, Step } from "../tables/protocol.ts"
import { HarborError } from "../../HarborError.ts"

const Letter = Schema.Struct({
  messageName: Schema.String,
  sender: Schema.UndefinedOr(Schema.String),
  thread: Schema.UndefinedOr(Schema.String),
  reason: Schema.String,
  count: Schema.Number
})

export class Node extends Actor.Service<Node>()("harbor/system/node", [
  /** Installs the handler of that name, until `unlisten` or the death of who asked for it. */
  Rpc.make("listen", {
    payload: { key: Schema.String, handler: Schema.String, message: Schema.String },
    error: HarborError
  }),
  Rpc.make("unlisten", { payload: { key: Schema.String } }),
  /**
   * The tables have changed. The last part is answered when this thread acts by that, and what it sent before is where it went; the
   * others when they are here.
   */
  Rpc.make("apply", { payload: Part }),
  /** What this thread's harbor has in the tables, for an owner that has just begun: as it is at one time. */
  Rpc.make("held", { payload: {}, success: Schema.Array(Step), stream: true }).annotate(Job.SlowAfter, "never"),
  /** What came from another process for who serves here by that key. */
  Rpc.make("frame", { payload: { key: Schema.String, frame: Schema.Uint8Array } }).annotate(Job.SlowAfter, "never"),
  Rpc.make("asked", {
    payload: { key: Schema.String, frame: Schema.Uint8Array },
    success: Schema.Uint8Array,
    error: HarborError
  }).annotate(Job.SlowAfter, "never"),
  /** Other processes can be reached again. */
  Rpc.make("reconnected"),
  /** What nobody will handle that was sent to another thread. To main. */
  Rpc.make("letters", { payload: { letters: Schema.Array(Letter) } }),
  /** What was sent to its sender may be refused. */
  Rpc.make("refused"),
  /** Whatever its sender has sent here before has begun. */
  Rpc.make("reached")
]) {}
