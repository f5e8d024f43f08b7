/*
 * An actor that logs.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Talker extends Actor.Service<Talker>()("logs/Talker", [
  /** One line of each level. */
  Rpc.make("levels"),
  /** Things that cannot be cloned, structures, causes, annotations. */
  Rpc.make("oddities"),
  /** What shows itself otherwise than its fields would, and errors with fields. */
  Rpc.make("shown"),
  /** At a time of its own, within a span. */
  Rpc.make("timed", { payload: { beganMillis: Schema.Finite, millis: Schema.Finite } }),
  /** Numbered lines. */
  Rpc.make("count", { payload: { from: Schema.Int, to: Schema.Int } }),
  /** Lines right before the thread ends by itself. */
  Rpc.make("lastWords", { payload: { lines: Schema.Int, end: Schema.Literals(["exit", "throw", "heap"]) } })
]) {}
