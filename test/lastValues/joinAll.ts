/*
 * Joins a topic many times, and checks what each joiner is told: of each key only later and later, until all have come to
 * the last value.
 */
import type { HarborError } from "@stevedore/harbor/HarborError"
import type { LastValues } from "@stevedore/harbor/LastValues"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { Tick } from "./messages.ts"

export interface Joined {
  /** Values that all of them were told together. */
  readonly told: number
  /** What came twice, or later than something newer. */
  readonly wrong: number
}

export interface Wanted {
  readonly topic: string
  readonly joiners: number
  /** How many keys there are, and the number that ends each. */
  readonly keys: number
  readonly until: number
  /** Every so many-th joiner takes a turn of the event loop for each value. */
  readonly slowEvery?: number | undefined
}

export const joinAll = (
  values: LastValues["Service"],
  { joiners, keys, slowEvery = 7, topic, until }: Wanted
): Effect.Effect<Joined, HarborError> =>
  Effect.gen(function* () {
    const done = yield* Deferred.make<void>()
    let left = joiners
    let told = 0
    let wrong = 0
    for (let index = 0; index < joiners; index++) {
      const seen = new Map<string, number>()
      let last = { epoch: 0, seq: 0 }
      let ended = 0
      yield* values.subscribe(topic, Tick, ({ payload: { key, n }, version }) => {
        told++
        if (n <= (seen.get(key) ?? -1) || version.seq <= last.seq) wrong++
        last = version
        seen.set(key, n)
        if (n === until && ++ended === keys && --left === 0) Deferred.doneUnsafe(done, Effect.void)
        return index % slowEvery === 0 ? Effect.yieldNow : Effect.void
      })
      // As if they came one by one.
      if (index % 1000 === 999) yield* Effect.yieldNow
    }
    yield* Deferred.await(done)
    return { told, wrong }
  }).pipe(Effect.scoped)
