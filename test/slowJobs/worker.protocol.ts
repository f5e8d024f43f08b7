/*
 * An actor whose jobs take as long as they are told to.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const payload = { millis: Schema.Number }
/** Takes until there is a file of that name, however busy the machine is. */
const gated = { payload: { until: Schema.String } }

export class Slow extends Actor.Service<Slow>()("slow/Slow", [
  /** Its thread does nothing else meanwhile. */
  Rpc.make("block", { payload }),
  Rpc.make("blockUntil", gated),
  /** The same, in the middle of an Effect. */
  Rpc.make("blockLater", gated),
  Rpc.make("sleepUntil", gated),
  Rpc.make("sleep", { payload }),
  Rpc.make("patient", { payload }).annotate(Job.SlowAfter, "never"),
  Rpc.make("quick")
]) {}

/** Asks `Slow`, wherever it is. */
export class Asker extends Actor.Service<Asker>()("slow/Asker", [
  Rpc.make("block", { payload, error: ActorError }),
  Rpc.make("quick")
]) {}
