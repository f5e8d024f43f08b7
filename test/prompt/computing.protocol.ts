/*
 * Actors whose handlers compute: nothing else runs on their thread meanwhile.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcSchema from "effect/rpc/RpcSchema"
import * as Schema from "effect/Schema"

const gate = Schema.Int

export class Computing extends Actor.Service<Computing>()("prompt/Computing", [
  /** Longer than a burst may wait for its ring. */
  Rpc.make("computes"),
  /** Opens `begun`, and blocks its thread before a gate: whether that was opened. */
  Rpc.make("stands", { payload: { gate, begun: Schema.optional(gate) }, success: Schema.Boolean }),
  /** Opens it. */
  Rpc.make("opens", { payload: { gate } }),
  /** Leaves something to do for the event loop, and computes. */
  Rpc.make("leaves"),
  /** Whether the event loop has done it. */
  Rpc.make("hadTurn", { success: Schema.Boolean }),
  /** Tells `Progress` of a first part, and of a second one, and stands before the gate. */
  Rpc.make("reports", { payload: { gate }, success: Schema.Boolean }),
  /** Tells `Progress` of some first parts at once, of more while it computes between them, of a second one; stands before the gate. */
  Rpc.make("reportsOften", { payload: { gate }, success: Schema.Boolean }),
  /** An element, another one that is computed, and behind a gate whether that was opened. */
  Rpc.make("streams", { payload: { gate }, success: RpcSchema.Stream(Schema.Unknown, Schema.Never) })
]) {}

/** On main: opens the gate at the second part. */
export class Progress extends Actor.Service<Progress>()("prompt/Progress", [
  Rpc.make("part", { payload: { gate, part: Schema.Int } })
]) {}
