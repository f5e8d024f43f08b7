/*
 * Addresses that are served, each as long as somebody listens there. Who listens is known before the first frame comes.
 */
import * as Effect from "effect/Effect"
import * as RcMap from "effect/RcMap"
import type * as Scope from "effect/Scope"
import type { HarborError } from "../../HarborError.ts"
import { type Address, subject } from "../../Transport.ts"
import { Duplicates } from "../duplicates.ts"
import { receiving, type Served } from "./incoming.ts"
import type { Shared } from "./shared.ts"

export interface Addresses {
  /** Who listens there, for as long as the scope is open. */
  readonly at: (address: Address) => Effect.Effect<Served, never, Scope.Scope>
  /** Complete when frames come there, until the scope closes: then none comes, unless others listen there. */
  readonly serve: (at: Served) => Effect.Effect<void, HarborError, Scope.Scope>
}

export const makeAddresses = (shared: Shared): Effect.Effect<Addresses, never, Scope.Scope> => {
  const known = new Map<string, { readonly at: Served; wanted: number }>()
  const want = (key: string, address: Address) => {
    const found = known.get(key) ?? { at: { address, duplicates: new Duplicates(), listeners: new Map() }, wanted: 0 }
    found.wanted++
    known.set(key, found)
    return found
  }
  return Effect.map(
    RcMap.make({
      lookup: (key: string) =>
        Effect.suspend(() => {
          // Whoever has it served wants it for longer.
          const { at } = known.get(key)!
          return shared.transport.serve(at.address, receiving(shared, at))
        })
    }),
    (served) => ({
      at: (address) => {
        const key = subject(address)
        return Effect.map(
          Effect.acquireRelease(
            Effect.sync(() => want(key, address)),
            (found) => Effect.sync(() => void (--found.wanted === 0 && known.delete(key)))
          ),
          ({ at }) => at
        )
      },
      serve: ({ address }) => RcMap.get(served, subject(address))
    })
  )
}
