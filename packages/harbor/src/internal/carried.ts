/*
 * What travels with a message besides its payload, where the actor system that carries it does not know it.
 */
import * as Schema from "effect/Schema"

/** Fields of the envelope: those that are left out do not travel. */
export const Carried = Schema.Struct({
  /** It is for every listener of the thread. */
  toAll: Schema.optionalKey(Schema.Boolean),
  /** Nobody waits for what becomes of it. */
  isSend: Schema.optionalKey(Schema.Boolean),
  /** The object that it was sent to. */
  object: Schema.optionalKey(Schema.BigInt),
  topic: Schema.optionalKey(Schema.String),
  group: Schema.optionalKey(Schema.String),
  /** The connection of the client that sent it. */
  connection: Schema.optionalKey(Schema.BigInt),
  /** Who that client is, as its gateway has found out. */
  identity: Schema.optionalKey(Schema.String),
  /** The process that sent it: the incarnation of its node. */
  node: Schema.optionalKey(Schema.Number),
  /** Which of its threads. */
  thread: Schema.optionalKey(Schema.Number),
  /** It may have been delivered before. */
  redelivered: Schema.optionalKey(Schema.Boolean)
})

/** See `Carried`. */
export type Carried = typeof Carried.Type
