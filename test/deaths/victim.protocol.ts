/** What the tests of deaths talk to: jobs that wait, jobs that answer at once, and one that ends its thread. */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { ways } from "./endings.ts"

const place = { at: Schema.String }

export class Victim extends Actor.Service<Victim>()("deaths/Victim", [
  Rpc.make("where", { payload: place, success: Schema.String }),
  Rpc.make("echo", { payload: { ...place, n: Schema.Number }, success: Schema.Number }),
  /** Says that it has started, and never ends. */
  Rpc.make("hold", { payload: { ...place, n: Schema.Number }, success: Schema.Number }),
  /** Says that it has started, and ends when the witness lets it. */
  Rpc.make("wait", { payload: { ...place, n: Schema.Number }, success: Schema.Number }),
  Rpc.make("note", { payload: { ...place, n: Schema.Number } }),
  Rpc.make("die", { payload: { ...place, how: Schema.Literals(ways), n: Schema.Number }, success: Schema.Number })
]) {}

/** On main: is told what has started, and answers when the test lets it. */
export class Witness extends Actor.Service<Witness>()("deaths/Witness", [
  Rpc.make("saw", { payload: { n: Schema.Number } }),
  Rpc.make("mayEnd", { payload: { n: Schema.Number } })
]) {}
