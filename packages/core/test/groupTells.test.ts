/*
 * Threads that live and die together: what one of them was told and had not started goes on in its successor, as long as its
 * sender is there to send it again.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import { ActorSystem } from "../src/ActorSystem.ts"
import * as Supervision from "../src/Supervision.ts"
import * as Testing from "../src/testing/index.ts"
import { Board, handlers, log, Relay, relay } from "./memory/board.ts"

class Sibling extends Board.as<Sibling>()("groupTells/Sibling") {}

const until = <E, R>(holds: Effect.Effect<boolean, E, R>) =>
  Effect.repeat(holds, { until: (is) => is, schedule: Schedule.spaced("1 millis") })

/** Tells a board five times, of which it starts one; then its sibling dies, and before that the sender, if so. */
const play = (senderDies: boolean) => {
  const told = log()
  return Effect.gen(function* () {
    const simulation = yield* Testing.Simulation
    const system = yield* ActorSystem
    const group = Supervision.group({ finishWithin: "50 millis" })
    yield* Layer.build(Sibling.layerThread({ name: "sibling", entry: Testing.entry(handlers(log())), group }))
    yield* Layer.build(Board.layerThread({ name: "board", entry: Testing.entry(handlers(told, 1)), group }))
    const sender = Relay.layerThread({ name: "sender", entry: Testing.entry(relay), restart: "never" })
    const tells = Context.get(yield* Layer.build(sender), Relay)
    yield* tells.tellHang({ n: 0 })
    for (const n of [1, 2, 3, 4]) yield* tells.tellNote({ n })
    yield* until(Effect.sync(() => told.hanging.has(0)))
    if (senderDies) yield* system.kill("sender")
    yield* simulation.quiet
    yield* system.kill("sibling")
    yield* until(Effect.map(system.info, ({ deadLetters }) => told.notes.length + deadLetters === 5))
    const { deadLetters } = yield* system.info
    return { handled: told.notes, deadLetters }
  }).pipe(Effect.scoped, Effect.provide(Testing.layer({ time: "auto" })), Effect.provide(Logger.layer([])))
}

describe("H16 told to a thread of a group that is ended", () => {
  it.live("what had not started goes on in the successor, in order", () =>
    Effect.map(play(false), (played) => assert.deepEqual(played, { handled: [1, 2, 3, 4], deadLetters: 1 }))
  )

  it.live("what a dead sender had told and had not started is a dead letter, each counted", () =>
    Effect.map(play(true), (played) => assert.deepEqual(played, { handled: [], deadLetters: 5 }))
  )
})
