/** Who is written over, and who writes. */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Victim extends Actor.Service<Victim>()("corruption/Victim", [
  /** Stands still, with its whole thread, until the word `go` is set. */
  Rpc.make("block"),
  Rpc.make("echo", { payload: { n: Schema.Number }, success: Schema.Number })
]) {}

export class Scribbler extends Actor.Service<Scribbler>()("corruption/Scribbler", [
  /** Writes over all that main has sent to the victim and the victim has not read. */
  Rpc.make("scribble"),
  /** Asks the victim: which reason does that fail with? */
  Rpc.make("ask", { success: Schema.String }),
  Rpc.make("echo", { payload: { n: Schema.Number }, success: Schema.Number })
]) {}

/** Under which name every thread finds the two words. */
export const WORDS = "corruption/words"
export const Word = { blocked: 0, go: 1 } as const
export const SCRIBBLE = 0x5a5a5a5a
