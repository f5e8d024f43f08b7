/**
 * What threads send each other about objects. One actor carries messages, what is asked of objects, and the news of moves that has to
 * come behind them, on every thread that has a directory: so all of it stands in one line, also where it has to wait for room.
 * Other news is another actor's: the mailbox and the window of the first one may be full of what only a move makes room for.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { HarborError } from "../../HarborError.ts"
import { Carried } from "../carried.ts"
import type { MoveNews } from "./surroundings.ts"

/** What is sent to an object besides messages, which have ids that are not 0: that it ends, or moves to a thread by its name. */
export const Act = { message: 0, release: 1, move: 2 } as const

/** A message on its way to an object. */
export const Sent = Schema.Struct({
  serial: Schema.Number,
  act: Schema.Number,
  /** The id of the message. */
  message: Schema.Number,
  /** The thread that sent it, whoever has sent it on since. */
  from: Schema.Number,
  isForwarded: Schema.Boolean,
  /** Who waits for it, where it was sent on: see chain.ts. */
  chain: Schema.optionalKey(Schema.Array(Schema.Number)),
  /** The rest of its envelope, where there is any. */
  carried: Schema.optionalKey(Carried),
  body: Schema.Uint8Array
})
export type Sent = typeof Sent.Type

/** The error that the message declares, as its codec writes it. */
export const Failed = Schema.TaggedStruct("Failed", { body: Schema.Uint8Array })
export type Failed = typeof Failed.Type

const outcome = { error: Schema.Union([HarborError, Failed]) }

const serial = { serial: Schema.Number, from: Schema.Number }

const News = Schema.Union([
  Schema.TaggedStruct("prepare", { ...serial, kind: Schema.String, state: Schema.optionalKey(Schema.Unknown) }),
  Schema.TaggedStruct("prepared", { ...serial, isServed: Schema.Boolean }),
  Schema.TaggedStruct("cancelled", serial),
  Schema.TaggedStruct("moving", serial),
  Schema.TaggedStruct("passed", serial),
  Schema.TaggedStruct("done", { ...serial, kind: Schema.String, state: Schema.Unknown }),
  Schema.TaggedStruct("arrived", { ...serial, isHere: Schema.Boolean }),
  Schema.TaggedStruct("late", serial)
]) satisfies Schema.Schema<MoveNews>

export class Objects extends Actor.Service<Objects>()("harbor/system/objects", [
  Rpc.make("tell", { payload: Sent, ...outcome }),
  Rpc.make("ask", { payload: Sent, success: Schema.Uint8Array, ...outcome }),
  Rpc.make("news", { payload: { news: News } })
]) {}

/** A handler's wait for an object, for other threads: see circles.ts. */
export const WaitingFor = Schema.Struct({
  thread: Schema.Number,
  id: Schema.Number,
  /** Milliseconds since 1970. */
  since: Schema.Number,
  serial: Schema.Number,
  isMove: Schema.Boolean,
  /** The objects whose handlers wait. */
  marks: Schema.Array(Schema.Number)
})
export type WaitingFor = typeof WaitingFor.Type

/** Served before the other one, and for longer: who finds a thread there finds it here. */
export class Moves extends Actor.Service<Moves>()("harbor/system/moves", [
  Rpc.make("news", { payload: { news: News } }),
  /** All at one time, of however many handlers; one by one, so that they fit. */
  Rpc.make("waits", { success: WaitingFor, stream: true })
]) {}
