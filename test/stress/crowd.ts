/** What a sender of the crowd does, on whichever thread it runs. */
import { ActorError } from "@stevedore/core/ActorError"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { Sink, SinkB, type Tally } from "./crowd.protocol.ts"

/** Numbers that a seed decides. */
export const random = (seed: number) => {
  let state = (seed | 0) + 0x9e3779b9
  return (below: number): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    state ^= state >>> 15
    return (state >>> 0) % below
  }
}

type Counts = { -readonly [K in keyof Tally]: K extends "failed" ? Array<string> : number }
const none = (): Counts => ({ answered: 0, wrong: 0, interrupted: 0, failed: [] })

const note = (counts: Counts, exit: Exit.Exit<boolean, unknown>): void => {
  if (Exit.isSuccess(exit)) {
    counts.answered++
    if (!exit.value) counts.wrong++
  } else if (Cause.hasInterruptsOnly(exit.cause)) {
    counts.interrupted++
  } else {
    const error = Cause.squash(exit.cause)
    counts.failed.push(error instanceof ActorError ? error.reason._tag : String(error))
  }
}

/** Asks both sinks `count` times each, all at once, and waits for all answers. */
export const flood = (from: string, count: number): Effect.Effect<Tally, never, Sink | SinkB> =>
  Effect.gen(function* () {
    const sinks = [yield* Sink, yield* SinkB]
    const counts = none()
    const asks: Array<Fiber.Fiber<void>> = []
    for (let n = 0; n < count; n++) {
      for (const sink of sinks) {
        const ask = Effect.map(sink.take({ from, n }), (answer) => answer === n)
        asks.push(
          yield* Effect.forkChild(
            Effect.map(Effect.exit(ask), (exit) => note(counts, exit)),
            { startImmediately: true }
          )
        )
      }
    }
    for (const fiber of asks) yield* Fiber.join(fiber)
    return counts
  })

/**
 * Jobs of all sizes and kinds from many fibers, some of which are interrupted at points that the seed decides: while they
 * wait for room, while they are queued, while they run.
 */
export const mix = (options: {
  readonly from: string
  readonly seed: number
  readonly fibers: number
  readonly jobs: number
}): Effect.Effect<Tally, never, Sink | SinkB> =>
  Effect.gen(function* () {
    const sinks = [yield* Sink, yield* SinkB]
    const counts = none()
    const fiber = (index: number) =>
      Effect.gen(function* () {
        const next = random(options.seed * 1000 + index)
        for (let n = 0; n < options.jobs; n++) {
          const sink = sinks[next(2)]!
          const data = new Uint8Array(next(4) === 0 ? 500 + next(380) : next(64)).fill(n)
          const reply = next(4) === 0 ? 500 + next(400) : next(64)
          switch (next(6)) {
            case 0: {
              const told = Effect.as(sink.told({ data }, { discard: true }), true)
              note(counts, yield* Effect.exit(told))
              break
            }
            case 1: {
              const victim = yield* Effect.forkChild(
                sink.fill(
                  { from: `${options.from}/${index}`, n, data, reply },
                  next(2) === 0 ? { interruption: "detach" } : {}
                ),
                { startImmediately: true }
              )
              for (let turns = next(4); turns > 0; turns--) yield* Effect.yieldNow
              yield* Fiber.interrupt(victim)
              const exit = yield* Fiber.await(victim)
              note(
                counts,
                Exit.map(exit, (bytes) => bytes.byteLength === reply)
              )
              break
            }
            case 2: {
              const slow = sink.slow({ turns: next(5) }, { timeout: next(2) === 0 ? 1 : 60_000 })
              const exit = yield* Effect.exit(Effect.as(slow, true))
              const late = Exit.isFailure(exit) && (Cause.squash(exit.cause) as ActorError).reason?._tag === "Timeout"
              note(counts, late ? Exit.succeed(true) : exit)
              break
            }
            default: {
              const ask = Effect.map(
                sink.fill({ from: `${options.from}/${index}`, n, data, reply }),
                (bytes) => bytes.byteLength === reply && (reply === 0 || bytes[reply - 1] === (n & 0xff))
              )
              note(counts, yield* Effect.exit(ask))
            }
          }
        }
      })
    yield* Effect.forEach(
      Array.from({ length: options.fibers }, (_, index) => index),
      fiber,
      { concurrency: "unbounded" }
    )
    return counts
  })
