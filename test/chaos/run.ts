/*
 * `npm run chaos [kills] [seed]`: real threads killed under load from three other threads, in every way there is, at
 * random. Prints one table; fails when a job is not settled, or twice, when one fails that had not started on a thread
 * that died, when anything is left, when the asks after it do not pass, or when a place stays empty for too long.
 * With `--json` it prints what it has found instead.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import { setEnvironmentData } from "node:worker_threads"
import { leftOfMemory, leftOfProcess } from "../stress/left.ts"
import { Count, COUNTS, OtherSender, Prey, Sender } from "./chaos.protocol.ts"
import { deckOf, kill } from "./kills.ts"
import { begin } from "./load.ts"
import { check, show, type Found } from "./report.ts"

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"))
const count = Number(words[0] ?? 1000)
const seed = Number(words[1] ?? 1)
const SIZE = 4
const WARM_UP = 4
const ASKS_AFTER = 10_000
/** A thread is started beside the load after every so many kills, to know how long that takes. */
const BOOT_EVERY = Math.min(20, Math.max(1, Math.floor(count / 5)))

const counts = new Int32Array(new SharedArrayBuffer(8))
setEnvironmentData(COUNTS, counts.buffer)

const preyEntry = Actor.entry<typeof import("./prey.thread.ts")>(new URL("./prey.thread.ts", import.meta.url))
const senderEntry = Actor.entry<typeof import("./sender.thread.ts")>(new URL("./sender.thread.ts", import.meta.url))
const resourceLimits = { maxOldGenerationSizeMb: 32 }
const soon = Schedule.spaced("1 millis")

const prey = Prey.layerPool({ entry: preyEntry, size: SIZE, restart: soon, resourceLimits })
const live = Layer.mergeAll(
  Sender.layerThread({ entry: senderEntry }),
  OtherSender.layerThread({ entry: senderEntry })
).pipe(Layer.provideMerge(prey))

/** A thread as those that die, beside them. */
class Fresh extends Prey.as<Fresh>()("chaos/Fresh") {}
const boot = Effect.gen(function* () {
  const since = performance.now()
  const layer = Fresh.layerThread({ entry: preyEntry, restart: "never", resourceLimits })
  const at = yield* Effect.scoped(Effect.map(Layer.build(layer), () => performance.now()))
  return at - since
})

const chaos = (kills: number) =>
  Effect.gen(function* () {
    const system = yield* ActorSystem
    const pool = yield* Prey
    const others = [yield* Sender, yield* OtherSender]
    const endMain = yield* begin(system, pool, seed)
    for (const [index, other] of others.entries()) yield* other.begin({ seed: seed + 1 + index })
    const bootsMillis: Array<number> = []
    const deaths: Array<Effect.Success<ReturnType<typeof kill>>> = []
    const deck = deckOf(kills, seed)
    for (let done = 0; done < kills; done += BOOT_EVERY) {
      bootsMillis.push(yield* boot)
      deaths.push(yield* Effect.scoped(kill(deck.slice(done, done + BOOT_EVERY), seed + done, SIZE)))
    }
    bootsMillis.push(yield* boot)
    const tallies = [yield* endMain]
    for (const other of others) tallies.push(yield* other.end())
    const asked = yield* Effect.forEach(
      Array.from({ length: ASKS_AFTER }),
      (_, n) => Effect.map(Effect.exit(pool.echo({ n })), (exit) => exit._tag === "Success" && exit.value.n === n),
      { concurrency: 256 }
    )
    return {
      deaths,
      bootsMillis,
      tallies,
      passedAfter: asked.filter(Boolean).length
    }
  }).pipe(Effect.provide(live, { local: true }), Effect.scoped)

const program = Effect.gen(function* () {
  const system = yield* ActorSystem
  // Dead letters are there to stay.
  const left = Effect.map(leftOfMemory(system), (memory) => ({
    ...leftOfProcess(),
    memory: { ...memory, deadLetters: 0 }
  }))
  yield* chaos(WARM_UP)
  const before = yield* left
  const since = performance.now()
  const [notes, ended, letters] = [...counts, (yield* system.info).deadLetters] as const
  const found = yield* chaos(count)
  // All threads have finished what they had, and ended.
  const tellsHandled = Atomics.load(counts, Count.handled) - notes!
  const ending = Atomics.load(counts, Count.ending) - ended!
  const deadLetters = (yield* system.info).deadLetters - letters
  return {
    ...found,
    tellsHandled,
    ending,
    deadLetters,
    before,
    after: yield* left,
    millis: performance.now() - since,
    count,
    seed,
    asksAfter: ASKS_AFTER
  }
}).pipe(
  Effect.provide(
    NodeActorSystem.layer({ slowAfter: "never", maxThreads: 10, jobCapacity: 65_536, startTimeout: "5 minutes" })
  )
)

const found: Found = await Effect.runPromise(program.pipe(Effect.provide(Logger.layer([]))))
const failures = check(found)
console.log(process.argv.includes("--json") ? JSON.stringify({ ...found, failures }) : show(found, failures))
process.exitCode = failures.length === 0 ? 0 : 1
