/** A crowd that sends to each other as fast as it can: every thread both serves and sends. */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** What one sender saw of the answers to its asks. */
export const Tally = Schema.Struct({
  answered: Schema.Number,
  wrong: Schema.Number,
  interrupted: Schema.Number,
  failed: Schema.Array(Schema.String)
})
export type Tally = typeof Tally.Type

/** Counts per sender what comes, and checks that each sender's numbers only rise. */
export class Sink extends Actor.Service<Sink>()("stress/Sink", [
  Rpc.make("take", { payload: { from: Schema.String, n: Schema.Number }, success: Schema.Number }),
  Rpc.make("fill", {
    payload: { from: Schema.String, n: Schema.Number, data: Schema.Uint8Array, reply: Schema.Number },
    success: Schema.Uint8Array
  }),
  Rpc.make("told", { payload: { data: Schema.Uint8Array } }),
  Rpc.make("slow", { payload: { turns: Schema.Number }, success: Schema.Number }),
  /** How many came from the senders whose name begins so, and how many of them out of order. */
  Rpc.make("seen", {
    payload: { from: Schema.String },
    success: Schema.Struct({ senders: Schema.Number, count: Schema.Number, swapped: Schema.Number })
  })
]) {}

/** Sends to all members of the sinks from where it runs. */
export class Source extends Actor.Service<Source>()("stress/Source", [
  Rpc.make("flood", { payload: { from: Schema.String, count: Schema.Number }, success: Tally }),
  Rpc.make("mix", {
    payload: { from: Schema.String, seed: Schema.Number, fibers: Schema.Number, jobs: Schema.Number },
    success: Tally
  })
]) {}

export class SinkB extends Sink.as<SinkB>()("stress/SinkB") {}
