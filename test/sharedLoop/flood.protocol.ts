/*
 * Threads that keep each other busy for as long as they are told to.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** Served on main: takes a little of its time, and says whether there is to be more. */
export class Gate extends Actor.Service<Gate>()("flood/Gate", [
  Rpc.make("take", { payload: { of: Schema.String }, success: Schema.Boolean })
]) {}

export class Worker extends Actor.Service<Worker>()("flood/Worker", [
  Rpc.make("echo", { payload: { n: Schema.Number }, success: Schema.Number }),
  /** Keeps so many jobs in flight to main until main wants no more; answers how many it took. */
  Rpc.make("flood", { payload: { inFlight: Schema.Number }, success: Schema.Number }),
  /** Asks main one thing after the other. */
  Rpc.make("askInTurn", { payload: { times: Schema.Number } }),
  /** So many timers one after the other, then so many messages through a socket of its own and back. */
  Rpc.make("livesOn", { payload: { times: Schema.Number } })
]) {}
