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

/** Addresses that nobody listens at any more, of which is known what has come: what is doubled may come after somebody listens again. */
const mostLeft = 1024

export const makeAddresses = (shared: Shared): Effect.Effect<Addresses, never, Scope.Scope> => {
  const known = new Map<string, { readonly at: Served; wanted: number }>()
  const left = new Map<string, Duplicates>()
  const want = (key: string, address: Address) => {
    let found = known.get(key)
    if (found === undefined) {
      const at = { address, duplicates: left.get(key) ?? new Duplicates(), listeners: new Map() }
      known.set(key, (found = { at, wanted: 0 }))
      left.delete(key)
    }
    found.wanted++
    return found
  }
  const leave = (key: string, found: { readonly at: Served; wanted: number }): void => {
    if (--found.wanted > 0) return
    known.delete(key)
    if (found.at.duplicates.isEmpty) return
    left.set(key, found.at.duplicates)
    // A Map is in the order in which its keys were set.
    if (left.size > mostLeft) for (const oldest of left.keys()) return void left.delete(oldest)
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
            (found) => Effect.sync(() => leave(key, found))
          ),
          ({ at }) => at
        )
      },
      serve: ({ address }) => RcMap.get(served, subject(address))
    })
  )
}
