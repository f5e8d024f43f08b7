/*
 * Rpcs with `stream: true`: what their methods return, which verbs and options they have, and what their handlers may be.
 */
import type * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Queue from "effect/Queue"
import * as Rpc from "effect/rpc/Rpc"
import type * as RpcClient from "effect/rpc/RpcClient"
import * as RpcMiddleware from "effect/rpc/RpcMiddleware"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import { same, type Same } from "./same.ts"

class Lost extends Schema.TaggedError<Lost>()("Lost", {}) {}
class Auth extends RpcMiddleware.Service<Auth>()("Auth", { error: Schema.Literal("denied") }) {}

class Lines extends Actor.Service<Lines>()("t/Lines", [
  Rpc.make("lines", { payload: { path: Schema.String }, success: Schema.String, error: Lost, stream: true }),
  Rpc.make("ticks", { success: Schema.Number, stream: true }),
  Rpc.make("guarded", { success: Schema.Number, stream: true }).middleware(Auth),
  Rpc.make("one", { success: Schema.Number })
]) {}

declare const lines: Context.Service.Shape<typeof Lines>

const stream = lines.lines({ path: "" })
same<Same<typeof stream, Stream.Stream<string, Lost | ActorError>>>()
const ticks = lines.ticks()
same<Same<typeof ticks, Stream.Stream<number, ActorError>>>()
const guarded = lines.guarded()
same<Same<typeof guarded, Stream.Stream<number, ActorError | "denied">>>()
const queue = lines.lines({ path: "" }, { asQueue: true, streamBufferSize: 8 })
same<Same<typeof queue, Effect.Effect<Queue.Dequeue<string, Lost | ActorError | Cause.Done>, never, Scope.Scope>>>()
const told = lines.lines.tell({ path: "" })
same<Same<typeof told, Effect.Effect<void, ActorError>>>()
lines.lines({ path: "" }, { timeout: "1 second", interruption: "detach", headers: { a: "b" } })

same<Same<Exclude<keyof typeof lines.lines, "tell" | "tellUnsafe">, never>>()
// @ts-expect-error nobody would read it: run the stream, or tell
void lines.lines.submit
// @ts-expect-error nor to all threads
void lines.lines.broadcast
// @ts-expect-error a stream is not discarded, but told
lines.lines({ path: "" }, { discard: true })
// @ts-expect-error a typo in an option's name
lines.lines({ path: "" }, { streamBuffersize: 8 })
// @ts-expect-error the payload is not what the schema says
lines.lines({ path: 1 })
// @ts-expect-error only streams have a buffer
lines.one(undefined, { streamBufferSize: 8 })

// Code that was written for RpcClient accepts it.
export const asClient: RpcClient.FromGroup<typeof Lines.group, ActorError> = lines

// -- handlers

declare const Need: Context.Service<"Need", number>
declare const dequeue: Effect.Effect<Queue.Dequeue<string, Lost | Cause.Done>, Lost, Scope.Scope>
const rest = { ticks: () => Stream.empty, guarded: () => Stream.empty, one: () => Effect.succeed(1) }
const layer = Lines.toLayer({ ...rest, lines: ({ path }) => Stream.fromEffect(Effect.as(Need, path)) })
same<Same<Exclude<Layer.Services<typeof layer>, Auth>, "Need">>()
Lines.toLayer({ ...rest, lines: () => dequeue })
Lines.toLayer({ ...rest, lines: () => Rpc.fork(Stream.make("a")) })
// @ts-expect-error its elements are not those of the schema
Lines.toLayer({ ...rest, lines: () => Stream.make(1) })
// @ts-expect-error its errors are not those of the schema
Lines.toLayer({ ...rest, lines: () => Stream.fail("lost") })
// @ts-expect-error an array is no stream
Lines.toLayer({ ...rest, lines: () => Effect.succeed(["a"]) })
