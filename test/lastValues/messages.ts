/*
 * What the tests of last values publish, and the actor by which they have a thread do so.
 */
import * as Actor from "@stevedore/core/Actor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** The `n`th value of its key, and filler. */
export const Tick = Message.make("tick", {
  payload: { key: Schema.String, n: Schema.Int, filler: Schema.String },
  delivery: "lastValue",
  key: ({ key }) => key
})

/** A thread that publishes and joins when it is told to. */
export class Partner extends Actor.Service<Partner>()("test/Partner", [
  /** Publishes `count` values of each key, the keys in turn; answers when all are published. */
  Rpc.make("publish", {
    payload: { topic: Schema.String, keys: Schema.Array(Schema.String), from: Schema.Int, count: Schema.Int },
    error: HarborError
  }),
  /** Joins so many times, until it has been told `until` of every key by each; answers with how many values that took. */
  /** What comes of a topic until the key "end": `key n`, or `key gone`. Says on the topic "joined" that it has heard something. */
  Rpc.make("changes", { payload: { topic: Schema.String }, success: Schema.Array(Schema.String) }),
  Rpc.make("join", {
    payload: {
      topic: Schema.String,
      joiners: Schema.Int,
      keys: Schema.Int,
      until: Schema.Int,
      slowEvery: Schema.optionalKey(Schema.Int)
    },
    success: Schema.Struct({ told: Schema.Int, wrong: Schema.Int, threadBytes: Schema.Int, replayBytes: Schema.Int }),
    error: HarborError
  })
]) {}
