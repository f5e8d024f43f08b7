/** Asks and tells of tens of kilobytes, and a thread that sends them as well. */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Bulk extends Actor.Service<Bulk>()("blocks/Bulk", [
  Rpc.make("turn", { payload: { data: Schema.Uint8Array }, success: Schema.Uint8Array }),
  Rpc.make("note", { payload: { data: Schema.Uint8Array } })
]) {}

/** What became of a number of asks. */
export const Tally = Schema.Struct({
  answered: Schema.Number,
  died: Schema.Number,
  wrong: Schema.Number,
  other: Schema.Array(Schema.String)
})
export type Tally = typeof Tally.Type

export class Porter extends Actor.Service<Porter>()("blocks/Porter", [
  Rpc.make("pour", { payload: { seed: Schema.Number, count: Schema.Number }, success: Tally })
]) {}
