/**
 * Who serves an actor, as one thread knows it.
 */
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import type { Member, Members } from "../../ActorSystem.ts"
import { invalid } from "../options.ts"
import type { MemberEntry } from "./directory.ts"
import type { SystemRuntime } from "./systemRuntime.ts"
import { failure, keyOf } from "./systemView.ts"

/** Throws for what is no actor. */
export const membersOf = ({ directory }: SystemRuntime, actor: { readonly key: string }): Members => {
  const name = keyOf(actor)
  if (name === undefined) {
    throw failure(invalid("ActorSystem.members", actor, "name an actor by its class: members(Digester)"))
  }
  let entries: ReadonlyArray<MemberEntry> | undefined
  let members: ReadonlyArray<Member> = []
  const now = (): ReadonlyArray<Member> => {
    const latest = directory.members(name)
    if (latest === entries) return members
    entries = latest
    members = latest
      .filter(({ state }) => state === "up")
      .map(({ incarnation, threadName }) => ({ thread: threadName, id: incarnation }))
    return members
  }
  const changes = Stream.unwrap(
    Effect.gen(function* () {
      // Only the latest counts.
      const queue = yield* Queue.sliding<ReadonlyArray<Member>>(1)
      const tell = (): void => void Queue.offerUnsafe(queue, now())
      tell()
      yield* Effect.acquireRelease(
        Effect.sync(() => directory.watch(name, tell)),
        (unwatch) => Effect.sync(unwatch)
      )
      return Stream.fromQueue(queue)
    })
  )
  return {
    get now() {
      return now()
    },
    changes,
    watch: (look) => directory.watch(name, look)
  }
}
