/**
 * What one thread sends while others die: asks, submits and tells, a few of each at the same time, until it is stopped.
 * Every job is counted once when it is sent and once when it is settled.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import { ActorError } from "@stevedore/core/ActorError"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type { Prey, Tally } from "./chaos.protocol.ts"
import { random } from "./random.ts"

const ASKERS = 12
const BURST = 24
/** So that threads can start on a machine of two cores, too. */
const PAUSE_MILLIS = 3

/** Counts what settles twice, which a sender cannot see: the second time nobody waits any more. */
const watchSettling = (system: ActorSystem["Service"]): (() => number) => {
  const { replies } = system["~@stevedore/core/runtime"].loop.outbox
  const add = replies.add.bind(replies)
  const seen = new WeakSet<object>()
  let twice = 0
  replies.add = (job) => {
    if (!seen.has(job)) {
      seen.add(job)
      const onExit = job.onExit.bind(job)
      let settled = false
      job.onExit = (exit) => {
        if (settled) twice++
        settled = true
        onExit(exit)
      }
    }
    add(job)
  }
  return () => twice
}

/** Begins to send; the returned Effect stops it, waits for what is under way, and tells what became of all of it. */
export const begin = (
  system: ActorSystem["Service"],
  prey: Effect.Success<typeof Prey>,
  seed: number
): Effect.Effect<Effect.Effect<Tally>> =>
  Effect.gen(function* () {
    const settledTwice = watchSettling(system)
    const next = random(seed)
    const wrong: Array<string> = []
    let [sent, answered, died, told, number] = [0, 0, 0, 0, 0]
    let isOn = true

    const settle = (n: number, exit: Exit.Exit<{ readonly n: number; readonly attempt: number }, unknown>): void => {
      if (Exit.isFailure(exit)) return fail(n, exit)
      if (exit.value.n === n && exit.value.attempt === 1) answered++
      else wrong.push(`job ${n} was answered with ${JSON.stringify(exit.value)}`)
    }
    const fail = (n: number, exit: Exit.Failure<unknown, unknown>): void => {
      const error = Cause.squash(exit.cause)
      const isRight =
        error instanceof ActorError &&
        error.reason._tag === "ThreadDied" &&
        error.reason.confirmed &&
        error.started === true
      if (isRight) died++
      else wrong.push(`job ${n} failed: ${String(error)}`)
    }
    const ask = Effect.suspend(() => {
      const n = ++number
      sent++
      const job = next(2) === 0 ? prey.echo({ n }) : prey.work({ n, millis: next(4) })
      return Effect.map(Effect.exit(job), (exit) => settle(n, exit))
    })
    const whileOn = <A>(each: Effect.Effect<A>) =>
      Effect.whileLoop({
        while: () => isOn,
        body: () => Effect.andThen(each, Effect.sleep(next(PAUSE_MILLIS * 2))),
        step: () => {}
      })
    const submits = Effect.gen(function* () {
      const jobs: Array<Effect.Effect<void>> = []
      for (let i = next(BURST); i > 0; i--) {
        const n = ++number
        sent++
        const submitted = yield* Effect.exit(prey.work.submit({ n, millis: next(3) }))
        if (Exit.isFailure(submitted)) fail(n, submitted)
        else jobs.push(Effect.map(Effect.exit(submitted.value.await), (exit) => settle(n, exit)))
      }
      yield* Effect.all(jobs, { concurrency: "unbounded" })
    })
    const tells = Effect.gen(function* () {
      for (let i = next(BURST); i > 0; i--) {
        const exit = yield* Effect.exit(prey.note.tell())
        if (Exit.isSuccess(exit)) told++
        else wrong.push(`a tell failed: ${String(Cause.squash(exit.cause))}`)
      }
    })
    const loops = [...Array.from({ length: ASKERS }, () => ask), submits, tells]
    const fibers = yield* Effect.forEach(loops, (each) => Effect.forkDetach(whileOn(each), { startImmediately: true }))
    return Effect.gen(function* () {
      isOn = false
      for (const fiber of fibers) yield* Fiber.join(fiber)
      return { sent, answered, died, wrong: wrong.slice(0, 5), settledTwice: settledTwice(), told }
    })
  })
