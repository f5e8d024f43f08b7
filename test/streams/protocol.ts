/*
 * An actor whose Rpcs return streams: one for each way in which a stream comes about, ends, or is left.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Broken extends Schema.TaggedError<Broken>()("Broken", { after: Schema.Number }) {}

/** An element with what JSON does not know. */
export class Item extends Schema.Class<Item>("Item")({
  at: Schema.Date,
  big: Schema.BigInt,
  maybe: Schema.Union([Schema.String, Schema.Undefined])
}) {}

const stream = true

export class Streamer extends Actor.Service<Streamer>()("test/Streamer", [
  /** From 1 to `to`, so many in an array. */
  Rpc.make("count", { payload: { to: Schema.Number, array: Schema.Number }, success: Schema.Number, stream }),
  Rpc.make("items", { payload: { count: Schema.Number }, success: Item, stream }),
  Rpc.make("nothings", { payload: { count: Schema.Number }, stream }),
  Rpc.make("sized", { payload: { bytes: Schema.Array(Schema.Number) }, success: Schema.Uint8Array, stream }),
  /** Large ones that are moved, each with the byteLength that the one before it has left behind. */
  Rpc.make("moved", {
    payload: { bytes: Schema.Array(Schema.Number) },
    success: Schema.Struct({ data: Job.transfer(Schema.Uint8Array), before: Schema.Number }),
    stream
  }),
  /** So many elements, then how it ends. */
  Rpc.make("ends", {
    payload: {
      after: Schema.Number,
      how: Schema.Literals(["fails", "dies", "throws", "interrupted", "wrong", "no stream", "fails first"])
    },
    success: Schema.Number,
    error: Broken,
    stream
  }),
  /** Emits, comes to the gate, and notes how it was left; its finalizer waits at a gate of its own, if it has one. */
  Rpc.make("hold", {
    payload: {
      trace: Schema.Number,
      label: Schema.String,
      gate: Schema.Number,
      cleaning: Schema.Number,
      elements: Schema.Number,
      as: Schema.Literals(["plain", "fork", "uninterruptible"])
    },
    success: Schema.Number,
    stream
  }),
  /** Endless, one by one, each noted as it is made; `made` says how many were. */
  Rpc.make("endless", { payload: { key: Schema.String, trace: Schema.Number }, success: Schema.Number, stream }),
  Rpc.make("made", { payload: { key: Schema.String }, success: Schema.Number }),
  /** Its handler returns an Effect of a queue. */
  Rpc.make("queue", { payload: { to: Schema.Number, trace: Schema.Number }, success: Schema.Number, stream }),
  /** What the handler knows of its job, with a header. */
  Rpc.make("facts", { success: Schema.String, stream }),
  Rpc.make("echo", { payload: { text: Schema.String }, success: Schema.String })
]) {}

/** Reads streams on another thread than the test's. */
export class Reader extends Actor.Service<Reader>()("test/Reader", [
  Rpc.make("sum", {
    payload: { to: Schema.Number, array: Schema.Number },
    success: Schema.Number,
    error: ActorError
  }),
  /** Passes a stream on. */
  Rpc.make("relay", {
    payload: { to: Schema.Number, array: Schema.Number },
    success: Schema.Number,
    error: ActorError,
    stream
  }),
  /** Takes one element and waits for the next one, which never comes. */
  Rpc.make("hang", {
    payload: { trace: Schema.Number, label: Schema.String, gate: Schema.Number, cleaning: Schema.Number },
    error: ActorError
  })
]) {}
