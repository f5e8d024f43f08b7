/*
 * An actor that watches other threads from its own.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Watcher extends Actor.Service<Watcher>()("supervision/Watcher", [
  Rpc.make("watch", {
    payload: { thread: Schema.String, last: Schema.String },
    success: Schema.Array(Schema.String)
  }),
  // Ends when a watch that runs here has been told its first event, so it has subscribed.
  Rpc.make("watching"),
  Rpc.make("exit")
]) {}
