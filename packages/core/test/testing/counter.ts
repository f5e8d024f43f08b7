/** The actor that the tests of the kit run: it remembers what it handled, in the order in which it did. */
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Actor from "../../src/Actor.ts"
import * as Testing from "../../src/testing/index.ts"

export class Counter extends Actor.Service<Counter>()("test/Counter", [
  Rpc.make("count", { payload: { n: Schema.Number }, success: Schema.Number }),
  Rpc.make("slow", { payload: { n: Schema.Number }, success: Schema.Number })
]) {}

export const handlers = (seen: Array<number>, ended: Array<number> = []) =>
  Counter.toLayer({
    count: ({ n }) =>
      Effect.sync(() => {
        seen.push(n)
        return n + 1
      }),
    slow: ({ n }) =>
      Effect.gen(function* () {
        seen.push(n)
        yield* Effect.ensuring(
          Effect.sleep("1 second"),
          Effect.sync(() => ended.push(n))
        )
        return n + 1
      })
  })

export const counter = (
  seen: Array<number>,
  restart: Schedule.Schedule<unknown> | "never" = "never",
  ended?: Array<number>
) => Counter.layerThread({ name: "counter", entry: Testing.entry(handlers(seen, ended)), restart, whenLost: "replace" })
