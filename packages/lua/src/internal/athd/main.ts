/**
 * What main does for Lua: it makes the threads that scripts and programs ask for, and tells each what it is to run. Every Lua
 * thread asks it by an actor, also when it is started again.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { LuaError } from "../../LuaError.ts"

/** What a thread is to be. */
export const Boot = Schema.Struct({
  /** The thread or pool it belongs to, and how many threads that has; 0 for a thread of its own. */
  name: Schema.String,
  size: Schema.Number,
  /** The file it runs once; none where it only waits for work. */
  entry: Schema.NullOr(Schema.String),
  /** Options of its state, as they were given. */
  state: Schema.Unknown,
  /** What only this process knows: see handle.ts. */
  secret: Schema.Uint8Array
})

/** What a thread is to be. */
export type Boot = typeof Boot.Type

/** Main cannot do what a script has asked for; `detail` says why, for its author. */
export class Refused extends Schema.TaggedError<Refused>("@stevedore/lua/internal/Refused")("Refused", {
  detail: Schema.String
}) {
  override get message(): string {
    return this.detail
  }
}

/** Main, as Lua threads see it. */
export class LuaMain extends Actor.Service<LuaMain>()("stevedore/lua/main", [
  Rpc.make("boot", { payload: { thread: Schema.String }, success: Boot, error: Refused }),
  /** Why that thread will not start: said before it fails, so that whoever has asked for it learns it with its types. */
  Rpc.make("failed", { payload: { thread: Schema.String, error: LuaError } }),
  /**
   * Makes a thread, or a pool of so many; completes when all have run their entry. What the same thread has made alike in another life
   * is there still, and is what it gets.
   */
  Rpc.make("open", {
    payload: {
      name: Schema.String,
      entry: Schema.String,
      size: Schema.Number,
      slowMillis: Schema.Number,
      /** Options of the state that asks: no script makes one that may do more. */
      state: Schema.Unknown,
      /** Which life of its thread, and which state of it, asks. */
      life: Schema.String
    },
    error: Schema.Union([LuaError, Refused])
  }).annotate(Job.SlowAfter, "never"),
  Rpc.make("slowAfter", {
    payload: { name: Schema.String, thread: Schema.NullOr(Schema.String), millis: Schema.Number },
    error: Refused
  }),
  /** Completes when main has a harbor: those of its threads stand on it. */
  Rpc.make("harbor"),
  /** How many jobs one thread may have waiting at another, for threads made from now on: before the first. */
  Rpc.make("capacity", { payload: { jobs: Schema.Number }, error: Refused })
]) {}

/** What goes wrong where a thread is made. */
export type OpenError = LuaError | ActorError
