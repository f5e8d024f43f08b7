/*
 * A thread that has timers of its own, and answers at once.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Pulse extends Actor.Service<Pulse>()("linger/Pulse", [
  Rpc.make("echo", { payload: { n: Schema.Number }, success: Schema.Number }),
  /** Starts a timer that nothing but this thread knows of, and does not wait for it. */
  Rpc.make("start", { payload: { everyMillis: Schema.Number, unrefd: Schema.Boolean } }),
  /** How often it was due, and how often it has come in time: before it was due again. */
  Rpc.make("ticks", { success: Schema.Struct({ due: Schema.Number, served: Schema.Number }) }),
  /** Answers when it has come so often from now on. */
  Rpc.make("awaitTicks", { payload: { count: Schema.Number } }),
  /** Starts a server on this thread that sends back what it gets; its port. */
  Rpc.make("listen", { success: Schema.Number }),
  /** Goes on by a promise that is kept later, in no turn of anybody's. */
  Rpc.make("later", { success: Schema.String })
]) {}
