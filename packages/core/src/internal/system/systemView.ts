/**
 * What can be read of a system from any of its threads: listings and counts, out of shared memory.
 */
import * as Effect from "effect/Effect"
import { ActorError, type ActorErrorReason, InvalidOption, Unreachable } from "../../ActorError.ts"
import type { PendingOf, SystemInfo, ThreadInfo, ThreadState } from "../../ActorSystem.ts"
import { isKey } from "../sending/clientRoute.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import { invalid, shown } from "../options.ts"
import { Target } from "../sending/outgoing.ts"
import { deadLetters } from "../thread/tellAccount.ts"
import type { SystemRuntime } from "./systemRuntime.ts"

const STATES: ReadonlyArray<ThreadState | "free"> = [
  "free",
  "configured",
  "initialized",
  "started",
  "stopping",
  "stopped",
  "crashed",
  "stopped"
]

/** An `ActorError` that is about the system and no job. */
export const failure = (reason: ActorErrorReason, actor = "ActorSystem"): ActorError =>
  new ActorError({ reason, actor, job: "", thread: "", started: false })

export const threads = (system: SystemRuntime): ReadonlyArray<ThreadInfo> => {
  const { arena } = system.loop
  const read = (thread: number, field: number): number => ThreadRecord.load(arena, thread, field)
  return system.directory.threads
    .filter((each) => read(each.thread, Thread.incarnation) === each.incarnation)
    .map((each) => ({
      id: each.incarnation,
      name: each.name,
      isMain: each.thread === 0,
      state: STATES[read(each.thread, Thread.state)] as ThreadState,
      pending: ThreadRecord.pending(arena, each.thread),
      busyMillis: read(each.thread, Thread.busyMillis),
      rings: read(each.thread, Thread.rings),
      lingerHits: read(each.thread, Thread.lingerHits),
      lingerMillis: read(each.thread, Thread.lingerMillis)
    }))
}

/** Of an actor's class; plain JavaScript may give anything. */
export const keyOf = (actor: unknown): string | undefined => {
  const key: unknown = (actor as { readonly key?: unknown } | null | undefined)?.key
  return typeof key === "string" ? key : undefined
}

/** Whether it says which threads are meant; plain JavaScript may call with anything. */
export const wrongOf = (option: string, of: unknown): InvalidOption | undefined => {
  const given = (typeof of === "object" && of !== null ? of : {}) as Partial<Record<string, unknown>>
  const { actor, thread } = given
  const key = keyOf(actor)
  if ("thread" in given && actor !== undefined) {
    const value = `the thread ${shown(thread)} and the actor ${shown(key ?? actor)} at once`
    return new InvalidOption({ option, value, remedy: "name one of them, { thread } or { actor }, or ask twice" })
  }
  if (typeof thread === "string" || key !== undefined) return undefined
  return invalid(
    option,
    of,
    'name a thread, { thread: "app/Digester-0" }, or an actor by its class, { actor: Digester }'
  )
}

export const pending = (system: SystemRuntime, of: PendingOf): Effect.Effect<number, ActorError> =>
  Effect.suspend(() => {
    const { arena } = system.loop
    const wrong = wrongOf("ActorSystem.pending", of)
    if (wrong !== undefined) return Effect.fail(failure(wrong))
    if ("thread" in of) {
      // The latest of that name: those before it are lost.
      const entry = system.directory.threads.findLast((each) => each.name === of.thread)
      if (entry === undefined) {
        const names = system.directory.threads.map((each) => each.name).join(", ")
        return Effect.fail(failure(new Unreachable({ detail: `no thread "${of.thread}"; there are ${names}` })))
      }
      return Effect.succeed(ThreadRecord.pending(arena, entry.thread))
    }
    const binding = system.directory.has(of.actor.key) ? system.directory.binding(of.actor.key) : undefined
    if (binding === undefined || binding.targets.length === 0) {
      const detail = `no layer of this actor system provides "${of.actor.key}"`
      return Effect.fail(failure(new Unreachable({ detail }), of.actor.key))
    }
    if (of.key !== undefined) {
      if (!isKey(of.key)) {
        return Effect.fail(failure(invalid("key", of.key, "ask with a string, a number that is not NaN, or a bigint")))
      }
      const target = binding.select(of.key)
      return Effect.succeed(target instanceof Target ? ThreadRecord.pending(arena, target.peer.thread) : 0)
    }
    return Effect.succeed(
      binding.targets.reduce((sum, target) => sum + ThreadRecord.pending(arena, target.peer.thread), 0)
    )
  })

export const info = (system: SystemRuntime): SystemInfo => {
  const { arena, isReleased, mesh, outbox } = system.loop
  // The words of a thread that has left are another's by now.
  if (!isReleased) outbox.reclaim()
  return {
    segmentsFree: mesh.pool.countFree(),
    segments: arena.layout.segmentCount,
    smallBlocksFree: mesh.pool.countFreeBlocks(0),
    smallBlocks: arena.layout.blockUnits[0].count,
    largeBlocksFree: mesh.pool.countFreeBlocks(1),
    largeBlocks: arena.layout.blockUnits[1].count,
    jobsInFlight: outbox.jobs.live,
    sendsWaiting: outbox.waiting,
    deadLetters: deadLetters(arena),
    abandoned: outbox.replies.abandoned
  }
}
