/**
 * The test kit: a network that is simulated on the thread of the test, with everything that a real one does to frames. It loses
 * them, delivers them twice, later and in another order, and cuts nodes off; a seed decides, so that a run can be had again.
 */
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as SubscriptionRef from "effect/SubscriptionRef"
import { HarborError, InvalidOption, NoReply } from "../HarborError.ts"
import { type Carry, hub, type Member } from "../internal/hub.ts"
import { failure, type InProcessOptions, subject, Transport } from "../Transport.ts"
import { asText } from "../internal/shown.ts"

/** What the network does to frames. Without any of it, it delivers all of them, once, in order, one turn later. */
export interface NetworkOptions {
  /** Default 1. */
  readonly seed?: number | undefined
  /** Part of the frames that are lost, 0 to 1. Default 0. */
  readonly loss?: number | undefined
  /** Part of the frames that come twice, 0 to 1. Default 0. */
  readonly duplication?: number | undefined
  /** Turns that a frame may be later than the one before it. Default 0: all in order. */
  readonly reordering?: number | undefined
}

/** A simulated network. */
export interface Network {
  /** A node of it. Fails with `InvalidOption` for options that cannot work. */
  readonly layer: (options?: InProcessOptions) => Layer.Layer<Transport, HarborError>
  /** Cuts a node off: its requests that wait fail with `NoReply`, what is on its way to it is lost. */
  readonly disconnect: (node: number) => Effect.Effect<void>
  /** Connects it again; what it serves is served again. */
  readonly reconnect: (node: number) => Effect.Effect<void>
  /** Completes when no frame is on its way. */
  readonly settled: Effect.Effect<void>
  /** Frames that the network has lost, delivered once more, and delivered after one that was sent later. */
  readonly counters: () => { readonly lost: number; readonly twice: number; readonly overtaken: number }
}

interface Flight {
  readonly turn: number
  readonly order: number
  readonly from: Member
  readonly to: Member
  readonly arrive: () => void
}

/**
 * Makes a network, which ends with the scope. Throws `InvalidOption` for options that cannot work.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Testing from "@stevedore/harbor/testing"
 * import * as Transport from "@stevedore/harbor/Transport"
 *
 * const program = Effect.gen(function*() {
 *   const network = yield* Testing.network({ seed: 7, duplication: 1 })
 *   const news = { _tag: "Topic", reach: "services", name: "news" } as const
 *   yield* Effect.gen(function*() {
 *     const transport = yield* Transport.Transport
 *     let heard = 0
 *     yield* transport.serve(news, () => void heard++)
 *     yield* transport.publish(news, new Uint8Array([1]))
 *     yield* network.settled
 *     assert.equal(heard, 2)
 *   }).pipe(Effect.provide(network.layer({ node: 1 })))
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 */
export const network = (options: NetworkOptions = {}): Effect.Effect<Network, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { seed = 1, loss = 0, duplication = 0, reordering = 0 } = options
    check("loss", loss, isShare(loss), "use a number from 0 to 1")
    check("duplication", duplication, isShare(duplication), "use a number from 0 to 1")
    check("reordering", reordering, Number.isSafeInteger(reordering) && reordering >= 0, "use a whole number from 0")
    const random = randomOf(seed)
    const members = new Map<number, Member>()
    const busy = Latch.makeUnsafe(false)
    const idle = Latch.makeUnsafe(true)
    const counters = { lost: 0, twice: 0, overtaken: 0 }
    let flights: Array<Flight> = []
    let turn = 0
    let order = 0
    let latest = 0

    const launch = (from: Member, to: Member, arrive: () => void): void => {
      flights.push({ turn: turn + 1 + Math.floor(random() * (reordering + 1)), order: order++, from, to, arrive })
      idle.closeUnsafe()
      busy.openUnsafe()
    }

    const carry: Carry = (from, to, arrive) => {
      if (random() < loss) return void counters.lost++
      launch(from, to, arrive)
      if (random() >= duplication) return
      counters.twice++
      launch(from, to, arrive)
    }

    const land = (flight: Flight): void => {
      if (!flight.from.isConnected || !flight.to.isConnected) return void counters.lost++
      if (flight.order < latest) counters.overtaken++
      latest = Math.max(latest, flight.order)
      flight.arrive()
    }

    const step = Effect.sync(() => {
      turn++
      const due = flights.filter((flight) => flight.turn <= turn)
      flights = flights.filter((flight) => flight.turn > turn)
      for (const flight of due.sort((one, other) => one.turn - other.turn || one.order - other.order)) land(flight)
      if (flights.length > 0) return
      busy.closeUnsafe()
      idle.openUnsafe()
    })
    yield* Effect.forkScoped(Effect.forever(busy.await.pipe(Effect.andThen(Effect.yieldNow), Effect.andThen(step))))

    const attach = hub({ subject, failure }, carry, (member) => members.set(member.node, member))
    return {
      layer: (node = {}) => Layer.effect(Transport, attach(node)),
      disconnect: (node) =>
        Effect.suspend(() => {
          const member = members.get(node)
          if (member === undefined || !member.isConnected) return Effect.void
          member.isConnected = false
          const lost = failure(new NoReply({ detail: "the connection was lost" }), "maybe")
          for (const tell of member.pending) tell(lost)
          return SubscriptionRef.set(member.state, "disconnected")
        }),
      reconnect: (node) =>
        Effect.suspend(() => {
          const member = members.get(node)
          if (member === undefined || member.isConnected) return Effect.void
          member.isConnected = true
          return SubscriptionRef.set(member.state, "connected")
        }),
      settled: idle.await,
      counters: () => ({ ...counters })
    }
  })

const isShare = (value: number): boolean => Number.isFinite(value) && value >= 0 && value <= 1

const check = (option: string, value: number, isGood: boolean, remedy: string): void => {
  if (isGood) return
  const reason = new InvalidOption({ option, value: asText(value), remedy })
  throw new HarborError({ reason, messageName: "", thread: "", delivered: "no" })
}

/** mulberry32: numbers from 0 to 1, the same ones for the same seed. */
const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
