/*
 * What each thread of the pool runs: the totals of those users whose jobs come here.
 */
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import { Ledger } from "./ledger.protocol.ts"

export default Ledger.toLayer(
  Effect.map(CurrentThread, (thread) => {
    const totals = new Map<string, number>()
    return {
      spend: ({ cents, user }) =>
        Effect.sync(() => {
          const total = (totals.get(user) ?? 0) + cents
          totals.set(user, total)
          return { thread: thread.name, total }
        })
    }
  })
)
