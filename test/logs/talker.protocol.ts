/*
 * An actor that logs.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Talker extends Actor.Service<Talker>()("logs/Talker", [
  /** One line of each level. */
  Rpc.make("levels"),
  /** Things that cannot be cloned, structures, causes, annotations. */
  Rpc.make("oddities"),
  /** What shows itself otherwise than its fields would, and errors with fields. */
  Rpc.make("shown"),
  /** What hides a part of itself from Node's console, or looks there otherwise than its fields. */
  Rpc.make("looks"),
  /** What hides itself in odd ways: a date, a Proxy, and what throws when it is asked. */
  Rpc.make("hides"),
  /** Bytes of which more memory hangs than they show, and that change after they were logged. */
  Rpc.make("bytes"),
  /** A part of a payload that lies in the system's memory. */
  Rpc.make("view", { payload: { data: Schema.Uint8Array } }).annotate(Job.Scoped, true),
  /** Arrays with more holes than there is memory for. */
  Rpc.make("sparse"),
  /** What shows always new ones of itself. */
  Rpc.make("endless"),
  /** At a time of its own, within a span. */
  Rpc.make("timed", { payload: { beganMillis: Schema.Finite, millis: Schema.Finite } }),
  /** Numbered lines. */
  Rpc.make("count", { payload: { from: Schema.Int, to: Schema.Int } }),
  /** Lines right before the thread ends by itself. */
  Rpc.make("lastWords", { payload: { lines: Schema.Int, end: Schema.Literals(["exit", "throw", "heap"]) } })
]) {}
