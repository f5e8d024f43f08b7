/*
 * What the market publishes, and how it is told to.
 */
import * as Actor from "@stevedore/core/Actor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** Of each symbol the latest price is kept. */
export const Price = Message.make("price", {
  payload: { symbol: Schema.String, cents: Schema.Int },
  delivery: "lastValue",
  key: ({ symbol }) => symbol
})

/** Where they are published. */
export const TOPIC = "prices.nyse"

export class Market extends Actor.Service<Market>()("example/Market", [
  Rpc.make("trade", { payload: { rounds: Schema.Int }, error: HarborError })
]) {}
