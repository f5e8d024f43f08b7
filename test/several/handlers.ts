/*
 * What the actors of the shop do, on whatever thread, alone or together.
 */
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import { Bills, Clerk, Orders } from "./shop.protocol.ts"

/** One for each module instance, that is for each thread: the actors there share it. */
const gate = Latch.makeUnsafe()

export const orders = Orders.toLayer(
  Effect.map(CurrentThread, ({ name }) => {
    let nth = 0
    return {
      order: () => Effect.sync(() => ({ thread: name, nth: ++nth })),
      hold: () => gate.await,
      exit: () => Effect.sync(() => process.exit(7))
    }
  })
)

export const bills = Bills.toLayer(
  Effect.map(CurrentThread, ({ name }) => {
    let nth = 0
    return {
      bill: () => Effect.sync(() => ({ thread: name, nth: ++nth })),
      release: () => Effect.asVoid(gate.open)
    }
  })
)

export const clerk = Clerk.toLayer(
  Effect.gen(function* () {
    const [orders, bills] = [yield* Orders, yield* Bills]
    return { serve: ({ user }) => Effect.all([orders.order({ user }), bills.bill({ user })]) }
  })
).pipe(Layer.provide([Orders.layerRef, Bills.layerRef]))
