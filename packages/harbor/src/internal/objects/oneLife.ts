/**
 * The directories of a thread, one after the other. One that closes has a place in the table until it has freed that; the next one
 * waits for it, so a thread never has two.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { HarborError } from "../../HarborError.ts"

interface Life {
  readonly ended: Deferred.Deferred<void>
  isClosing: boolean
}

/** By what a thread has of its system. */
const lives = new WeakMap<object, Life>()

/**
 * Until the scope closes, which is the end of it. What is returned says that it closes from now on. Fails with `second` where there is
 * one that does not close.
 */
export const oneLife = (
  { "~@stevedore/core/runtime": runtime }: ActorSystem["Service"],
  second: HarborError
): Effect.Effect<() => void, HarborError, Scope.Scope> => {
  const begun: Effect.Effect<Life, HarborError> = Effect.suspend(() => {
    const before = lives.get(runtime)
    if (before?.isClosing === false) return Effect.fail(second)
    if (before !== undefined) return Effect.andThen(Effect.interruptible(Deferred.await(before.ended)), begun)
    const life: Life = { ended: Deferred.makeUnsafe(), isClosing: false }
    lives.set(runtime, life)
    return Effect.succeed(life)
  })
  const ended = ({ ended }: Life) =>
    Effect.suspend(() => {
      lives.delete(runtime)
      return Deferred.succeed(ended, undefined)
    })
  return Effect.map(Effect.acquireRelease(begun, ended), (life) => () => {
    life.isClosing = true
  })
}
