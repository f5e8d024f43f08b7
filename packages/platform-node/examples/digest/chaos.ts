/**
 * `--chaos`: threads are killed while they work, and the answers have to stay what they are. Walks go on until enough
 * threads have died, and every walk after the first has to tell what the first did.
 */
import { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { Answers } from "./answers.ts"
import type { OutputClosed } from "./output.ts"
import type { Event, FileEvent, Tally } from "./tally.ts"

const betweenMillis = 300
const leastKilled = 3

/** Soon, and however often: the deaths are no fault of the threads. */
export const restart = Schedule.spaced("1 millis")

/** A job that ran through several deaths is suspected of them. These are our doing: it is sent again. */
export const unsuspected = <A, E extends { readonly _tag: string }, R>(
  ask: Effect.Effect<A, E | ActorError, R>
): Effect.Effect<A, E | ActorError, R> =>
  Effect.retry(ask, { while: (error) => error instanceof ActorError && error.reason._tag === "Poisoned" })

type Show = (event: Event) => Effect.Effect<void, OutputClosed>

/**
 * Kills one thread after another. Spared is who has not finished a file since the last death: a file that takes longer
 * than the time between two deaths is read at last, and a thread that is just starting gets to work.
 */
export const killing = Effect.fnUntraced(function* (tally: Tally, show: Show) {
  const system = yield* ActorSystem
  let before = new Map<string, number>()
  const kill = Effect.gen(function* () {
    const running = (yield* system.threads).filter(({ state }) => state === "started").map(({ name }) => name)
    const files = new Map(Array.from(tally.threads, ([name, { sums }]) => [name, sums.files]))
    const working = running.filter((name) => (files.get(name) ?? 0) > (before.get(name) ?? 0))
    before = files
    if (working.length === 0) return undefined
    const thread = working[yield* Random.nextIntBetween(0, working.length - 1)]!
    const atMillis = performance.timeOrigin + performance.now()
    if (!(yield* system.kill(thread))) return undefined
    const event: Event = { _tag: "Killed", thread, atMillis }
    tally.add(event)
    return event
  })
  // Once begun, a death is counted, even if the last file comes meanwhile.
  const beat = Effect.flatMap(Effect.uninterruptible(kill), (event) => (event ? show(event) : Effect.void))
  return yield* Effect.forever(Effect.delay(beat, betweenMillis))
})

/** Walks until enough threads were killed; the first walk counts, the others are compared with it. */
export const walkOften = Effect.fnUntraced(function* (
  walk: (isFirst: boolean) => Stream.Stream<FileEvent>,
  tally: Tally,
  show: Show
) {
  const answers = new Answers()
  const differs = (path: FileEvent["path"], difference: string) => {
    const reason = `walk ${tally.walks}: ${difference}`
    const event: Event = { _tag: "Failed", index: tally.found++, path, reason }
    tally.add(event)
    return show(event)
  }
  yield* Stream.runForEach(walk(true), (event) => {
    tally.add(event)
    answers.remember(event)
    return show(event)
  })
  // Without a file nobody works, and nobody would ever be killed.
  while (tally.totals.files > 0 && tally.chaos!.killed < leastKilled) {
    tally.walks++
    yield* Stream.runForEach(walk(false), (event) => {
      tally.addAgain(event)
      const difference = answers.compare(event)
      return difference === undefined ? Effect.void : differs(event.path, difference)
    })
    for (const path of answers.takeMissing()) yield* differs(path, "not there any more")
  }
})
