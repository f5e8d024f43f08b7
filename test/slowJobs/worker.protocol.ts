/*
 * An actor whose jobs take as long as they are told to.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const payload = { millis: Schema.Number }

export class Slow extends Actor.Service<Slow>()("slow/Slow", [
  /** Its thread does nothing else meanwhile. */
  Rpc.make("block", { payload }),
  /** The same, in the middle of an Effect. */
  Rpc.make("blockLater", { payload }),
  Rpc.make("sleep", { payload }),
  Rpc.make("patient", { payload }).annotate(Job.SlowAfter, "never"),
  Rpc.make("quick")
]) {}

/** Asks `Slow`, wherever it is. */
export class Asker extends Actor.Service<Asker>()("slow/Asker", [Rpc.make("block", { payload, error: ActorError })]) {}
