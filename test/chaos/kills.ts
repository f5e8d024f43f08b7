/**
 * Kills threads of the prey, one after the other or two at once, in ways and at times that a seed draws, and says how
 * long each place was empty. Runs on main.
 */
import type { ActorErrorReason } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { EXIT_CODE, inside, REJECTED, THROWN, type Way, ways } from "../deaths/endings.ts"
import { Prey } from "./chaos.protocol.ts"
import { random, shuffled } from "./random.ts"

/** The heap limit takes half a second to come near; of the others there are equally many. */
const HEAP_SHARE = 0.06
/** A wish to die may find its thread dead already. */
const PATIENCE_MILLIS = 5000
const PAIRS = 5

export interface Kills {
  readonly deaths: number
  /** Deaths by the way they came about. */
  readonly byWay: Readonly<Record<Way, number>>
  /** From a death to the start of the thread that takes the place. */
  readonly gapsMillis: ReadonlyArray<number>
}

/** What was asked for, in an order that the seed decides. */
export const deckOf = (count: number, seed: number): ReadonlyArray<Way> => {
  const heap = Math.max(1, Math.ceil(count * HEAP_SHARE))
  const others = ways.filter((way) => way !== "heap")
  const rest = Array.from({ length: Math.max(0, count - heap) }, (_, i) => others[i % others.length]!)
  return shuffled([...Array<Way>(heap).fill("heap"), ...rest], random(seed))
}

const wayOf = (cause: ActorErrorReason): Way => {
  // One that was killed while it started: by name, which the one before it had.
  if (cause._tag === "StartFailed" && cause.cause === "threw") return "terminate"
  if (cause._tag !== "ThreadDied") throw new Error(`unexpected: ${cause.message}`)
  const { detail } = cause
  if (detail.includes(`exit code ${EXIT_CODE}`)) return "exit"
  if (detail.includes(THROWN)) return "throw"
  if (detail.includes(REJECTED)) return "reject"
  return detail.includes("OUT_OF_MEMORY") || detail.includes("memory limit") ? "heap" : "terminate"
}

/** As many deaths as there are cards in the deck. */
export const kill = (deck: ReadonlyArray<Way>, seed: number, size: number) =>
  Effect.gen(function* () {
    const system = yield* ActorSystem
    const prey = yield* Prey
    const next = random(seed)
    const up = new Set<string>()
    const empty = new Map<string, number>()
    const gapsMillis: Array<number> = []
    const byWay = Object.fromEntries(ways.map((way) => [way, 0])) as Record<Way, number>
    let deaths = 0
    let look = (): void => {}
    const events = Stream.runForEach(system.watch({ actor: Prey }), (event) =>
      Effect.sync(() => {
        if (event._tag === "Died") {
          up.delete(event.thread)
          empty.set(event.thread, performance.now())
          byWay[wayOf(event.cause)]++
          deaths++
        } else if (event._tag === "Started") {
          const since = empty.get(event.thread)
          if (since !== undefined) gapsMillis.push(performance.now() - since)
          up.add(event.thread)
        } else if (event._tag !== "Stopped") {
          throw new Error(`unexpected: ${JSON.stringify(event)}`)
        }
        look()
      })
    )
    const until = (holds: () => boolean): Effect.Effect<void> =>
      Effect.callback<void>((resume) => {
        look = () => {
          if (holds()) resume(Effect.void)
        }
        look()
      })
    // What nobody expected ends the run: the watch does not end before the system does.
    const watching = yield* Effect.forkScoped(events, { startImmediately: true })
    const unexpected = Effect.andThen(Fiber.join(watching), Effect.die(new Error("the watch has ended")))
    const one = (way: Way) =>
      way === "terminate"
        ? Effect.asVoid(system.kill(Array.from(up)[next(up.size)]!))
        : Effect.exit(prey.die.tell({ how: inside[inside.indexOf(way)]! }))
    const killing = Effect.gen(function* () {
      for (let drawn = 0; deaths < deck.length; drawn++) {
        // Half of them serve at any time; some are killed while others start.
        yield* until(() => up.size >= Math.ceil(size / 2))
        yield* Effect.sleep(next(20))
        const before = deaths
        yield* one(deck[drawn % deck.length]!)
        if (next(PAIRS) === 0) yield* one(deck[++drawn % deck.length]!)
        yield* Effect.timeoutOption(
          until(() => deaths > before),
          PATIENCE_MILLIS
        )
      }
      yield* until(() => up.size === size)
    })
    yield* Effect.raceFirst(killing, unexpected)
    return { deaths, byWay, gapsMillis } satisfies Kills
  })
