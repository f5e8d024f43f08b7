/** Who is killed, and who sends to it meanwhile. */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { inside } from "../deaths/endings.ts"

const Answer = Schema.Struct({ n: Schema.Number, attempt: Schema.Number })

export class Prey extends Actor.Service<Prey>()("chaos/Prey", [
  /** Answers at once. */
  Rpc.make("echo", { payload: { n: Schema.Number }, success: Answer }),
  /** Answers after a while, so that some of these run at every death. */
  Rpc.make("work", { payload: { n: Schema.Number, millis: Schema.Number }, success: Answer }),
  /** Told: counts itself where everybody can read it. */
  Rpc.make("note"),
  Rpc.make("die", { payload: { how: Schema.Literals(inside) } })
]) {}

/** What a sender has seen. */
export const Tally = Schema.Struct({
  /** Asks and submits, and what became of them. */
  sent: Schema.Number,
  answered: Schema.Number,
  /** Failed with `ThreadDied`, having started. */
  died: Schema.Number,
  /** Failed in another way, or with the answer of another job, or of a second run. */
  wrong: Schema.Array(Schema.String),
  settledTwice: Schema.Number,
  /** Tells that were taken. */
  told: Schema.Number
})
export type Tally = typeof Tally.Type

/** On a thread of its own: sends to the prey from `begin` to `end`. */
export class Sender extends Actor.Service<Sender>()("chaos/Sender", [
  Rpc.make("begin", { payload: { seed: Schema.Number } }),
  Rpc.make("end", { success: Tally })
]) {}
export class OtherSender extends Sender.as<OtherSender>()("chaos/OtherSender") {}

/** Under which name every thread finds the numbers that all count in. */
export const COUNTS = "chaos/counts"
/** Words of that: tells that were handled, and jobs that began to end their thread and so never ended themselves. */
export const Count = { handled: 0, ending: 1 } as const
