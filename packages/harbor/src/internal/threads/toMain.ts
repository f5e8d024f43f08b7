/*
 * Letters of this thread on their way to main, which tells of those of all threads. Those of one kind that come while others are on
 * their way go as one, so main is never told more often than it can hear.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { DeadMessage } from "./deadLetters.ts"
import type { ThreadHarbor } from "./threadHarbor.ts"
import { MAIN } from "../tables/protocol.ts"

/** Kinds of letters that may wait: more than a program has, unless main hears nothing. */
const MOST = 1024

/** Tells main for as long as the scope is open; what main has no harbor for, only this thread has told of. */
export const tellMain = ({ letters, nodes }: ThreadHarbor): Effect.Effect<void, never, Scope.Scope> =>
  Effect.gen(function* () {
    const fork = Effect.runForkWith(yield* Effect.context<never>())
    const waiting = new Map<string, DeadMessage>()
    const main = { thread: "main" } as const
    const taken = (): { readonly letters: ReadonlyArray<DeadMessage> } => {
      const all = nodes.members.now.some(({ id }) => id === MAIN) ? Array.from(waiting.values()) : []
      waiting.clear()
      return { letters: all }
    }
    let isTelling = false
    const telling = Effect.gen(function* () {
      // What ends together is told together.
      yield* Effect.yieldNow
      while (waiting.size > 0) {
        const batch = taken()
        if (batch.letters.length > 0) yield* Effect.ignore(nodes.client.letters.tell(batch, main))
      }
    }).pipe(Effect.ensuring(Effect.sync(() => void (isTelling = false))))
    const told = (letter: DeadMessage): void => {
      const key = JSON.stringify([letter.messageName, letter.sender, letter.thread, letter.reason])
      const count = letter.count + (waiting.get(key)?.count ?? 0)
      if (waiting.size < MOST || waiting.has(key)) waiting.set(key, { ...letter, count })
      if (isTelling) return
      isTelling = true
      fork(telling)
    }
    yield* Effect.acquireRelease(
      Effect.sync(() => (letters.elsewhere = told)),
      () =>
        Effect.sync(() => {
          letters.elsewhere = undefined
          const batch = taken()
          // The last ones: there is no time to wait for room.
          if (batch.letters.length > 0) nodes.client.letters.tellUnsafe(batch, main)
        }).pipe(Effect.ignoreCause)
    )
  })
