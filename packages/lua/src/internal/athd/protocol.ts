/**
 * What is sent to a thread with a Lua state: work by the number of its source, which the thread that sends tells each
 * receiver once. Every Lua thread serves this one actor, under a tag of its own name.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { LuaError } from "../../LuaError.ts"
import { Packed, Results } from "./packed.ts"

/** What a source is to the state that runs it. Set by the runtime that sends, never recognised by what the source looks like. */
export const Kind = {
  /** Given to `athd.onwork` with its packed arguments; what that returns is packed as one value. */
  hook: 0,
  /** Text of a chunk, called with its arguments; its results are packed as an array. */
  source: 1,
  /** A function that was dumped by the runtime, called as such. */
  dumped: 2,
  /** The name of a global function of the state, `area` or `shapes.area`, called as such. */
  named: 3
} as const

export type Kind = (typeof Kind)[keyof typeof Kind]

/** What a number stands for, and which numbers the receiver may forget. */
const Intro = Schema.Struct({
  kind: Schema.Literals([0, 1, 2, 3]),
  /** The job's name, for hooks, logs and tracebacks. */
  name: Schema.String,
  text: Schema.Uint8Array,
  /** How far the state may go that sends it, as `ranks` has it: none that may go further runs it. TypeScript's goes everywhere. */
  rank: Schema.Literals([0, 1, 2]),
  forget: Schema.Array(Schema.Number),
  /** Modules whose files wait for this job: it is told again with a job that has any. */
  above: Schema.Array(Schema.String)
})

/** What a number stands for, and which numbers the receiver may forget. */
export type Intro = typeof Intro.Type

/** The receiver does not know that number: an ask is sent again, with what it stands for. Whoever tells makes sure before. */
export class UnknownSource extends Schema.TaggedError<UnknownSource>("@stevedore/lua/internal/UnknownSource")(
  "UnknownSource",
  { fn: Schema.Number }
) {
  override get message(): string {
    return "a job of Lua came without its source, which this thread does not have"
  }
}

/** How a job of Lua fails. */
export const Failure = Schema.Union([LuaError, UnknownSource])

/** A thread with a Lua state. */
export class LuaWorker extends Actor.Service<LuaWorker>()("stevedore/lua", [
  Rpc.make("work", {
    // `fn`: the number of its source, or that number below zero where it only tells what that is.
    // `carries`: its sender's program has said something of it, a level, annotations or a span: what it logs has that.
    payload: { fn: Schema.Number, args: Packed, intro: Schema.NullOr(Intro), carries: Schema.Boolean },
    success: Results,
    error: Failure
  }),
  Rpc.make("reload", { payload: { module: Schema.String }, success: Schema.Array(Schema.String), error: LuaError })
]) {}

/** The tag of the Lua thread or pool of that name. */
export const tagOf = (name: string) => LuaWorker.as<LuaWorker>()(`lua:${name}`)

/** What calls of Lua on other threads fail with. */
export type CallError = LuaError | ActorError

/** A thread's name is at most so long, in bytes: two of them fit what a handle is on the wire. */
export const MOST_NAME_BYTES = 100

/** The name of main's own state. */
export const MAIN = "main"
