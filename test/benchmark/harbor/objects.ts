/*
 * A million objects through the public API: `node --expose-gc test/benchmark/harbor/objects.ts`. What each takes in all threads
 * together, the heap counted, and how many are claimed and released in a second of processor time, by what a program has: an
 * Effect for each.
 */
import * as Directory from "@stevedore/harbor/Directory"
import type * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const MILLION = 1_000_000
const TABLE_BYTES = 8
const Player = ObjectKind.make("player", { messages: [], state: Schema.Struct({ health: Schema.Int }) })

const used = (): number => {
  globalThis.gc!()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** A million times: how many in a second of processor time. */
const rateOf = <E>(once: (index: number) => Effect.Effect<unknown, E>) =>
  Effect.gen(function* () {
    const before = process.cpuUsage()
    let index = 0
    yield* Effect.whileLoop({ while: () => index < MILLION, body: () => once(index++), step: () => {} })
    const { system, user } = process.cpuUsage(before)
    return MILLION / (user + system)
  })

const program = Effect.gen(function* () {
  const directory = yield* Directory.Directory
  yield* directory.serve(Player, {})
  const state = { health: 100 }
  const ids = new BigUint64Array(MILLION)
  const claim = (index: number) =>
    Effect.map(directory.claim(Player, state), (id) => {
      ids[index] = id
    })
  for (const round of [1, 2, 3]) {
    const before = used()
    const claimed = yield* rateOf(claim)
    const each = TABLE_BYTES + (used() - before) / MILLION
    const released = yield* rateOf((index) => directory.release(ids[index] as ObjectId.ObjectId))
    const both = yield* rateOf((index) => Effect.flatMap(claim(index), () => directory.release(ids[index] as never)))
    const rates = [claimed, released, both].map((rate) => rate.toFixed(2))
    console.log(
      `round ${round}: ${each.toFixed(1)} bytes each, ${rates[0]} M claims/s, ${rates[1]} M releases/s, ` +
        `${rates[2]} M claims with their release/s, with an Effect for each`
    )
  }
})

await program.pipe(
  Effect.provide(Directory.layer()),
  Effect.provide(NodeActorSystem.layer({ slowAfter: "never" })),
  Effect.scoped,
  Effect.runPromise
)
