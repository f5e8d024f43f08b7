/*
 * What a job of Lua costs beside a handler of TypeScript, beside itself without what it keeps, and beside wasmoon:
 * `taskset -c 0 node test/benchmark/lua/main.ts`. The two of each pair are measured in turns, by the processor time of the whole
 * process. `npm ci` in test/benchmark first.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Codec from "@stevedore/core/Codec"
import * as LuaState from "@stevedore/lua/LuaState"
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import { LuaWorker } from "../../../packages/lua/src/internal/athd/protocol.ts"
import { type Bar, compareInTurns, costOf, costOfEach, IN_FLIGHT, middle } from "../inTurns.ts"
import { Native } from "./native.thread.ts"
import { wasmoon } from "./wasmoon.ts"

const ROUNDS = 16
const entry = Actor.entry<typeof import("./native.thread.ts")>(new URL("./native.thread.ts", import.meta.url))

/** In turns, by the bars of this benchmark. */
const compare = <E, R, E2, R2>(
  title: string,
  base: Effect.Effect<number, E, R>,
  own: Effect.Effect<number, E2, R2>,
  bar: Bar
) => compareInTurns(title, ROUNDS, base, own, bar)

const add = "local a, b = ... return a + b"

/** Of 3.8 KB, most of which is not run: as sources of jobs are that bring their functions along. */
const large = `local a, b = ...\n${Array.from(
  { length: 42 },
  (_, n) => `local function helper${n}(crate) return crate.weight * ${n} + (crate.height or ${n}) end -- the ${n}th`
).join("\n")}\nreturn a + b`

const payload = LuaWorker.group.requests.get("work")!.payloadSchema as Schema.Top

/** Bytes of a job's message, with its source and without. */
const bytesOf = (text: string) => {
  const codec = Codec.make(payload).bind(Context.empty())
  const job = { fn: 1048578, args: [1, 2], carries: false }
  const intro = { kind: 1, name: "", text: new TextEncoder().encode(text), rank: 2 as const, forget: [], above: [] }
  return { first: codec.encode({ ...job, intro }), later: codec.encode({ ...job, intro: null }) }
}

const program = Effect.gen(function* () {
  const native = yield* Native
  const lua = yield* LuaThread.make({ name: "lua" })
  const forgetful = yield* LuaThread.make({ name: "forgetful", chunkCache: 0 })
  const peer = yield* wasmoon
  const args = [1, 2]
  const job = (thread: LuaThread.LuaJobs, source: string) => Effect.suspend(() => thread.run(source, args))

  const own = costOfEach(job(lua, add))
  const ts = costOfEach(Effect.suspend(() => native.add({ a: 1, b: 2 })))
  yield* compare("a handler of TypeScript, and a job by source", ts, own, { most: 3.5 })
  yield* compare("a job of wasmoon's, and ours", costOfEach(peer.add), own, { least: 3 })
  yield* compare("a job compiled each time, and kept", costOfEach(job(forgetful, add)), own, { least: 2.5 })
  yield* compare(
    `the same with ${large.length} bytes of source`,
    costOfEach(job(forgetful, large), 2048),
    costOfEach(job(lua, large)),
    {
      least: 10
    }
  )
  const { first, later } = bytesOf(large)
  console.log(`bytes of a job with that source: ${first} the first time, then ${later}`)

  const office = yield* LuaThread.make({ name: "office", entry: new URL("./office.lua", import.meta.url) })
  const jobs = 20_480
  const pushed = (fn: string) => costOf(jobs, office.call(fn, jobs, IN_FLIGHT))
  // 80 % of the rate is 1.25 times the time.
  const [plain, hooked] = [pushed("pushPlain"), pushed("pushHooked")]
  yield* compare("a job from Lua, and one of a state that replaced athd.onwork", plain, hooked, { most: 1.25 })

  const calls = 20_480
  const costs: Array<number> = []
  const rates: Array<number> = []
  for (let round = 0; round < ROUNDS; round++) {
    const since = performance.now()
    const cost = yield* costOf(calls, office.call("call", calls, 64))
    if (round < ROUNDS / 3) continue
    costs.push(cost)
    rates.push(calls / (performance.now() - since))
  }
  const rate = `${middle(rates).toFixed(0)} thousand a second (at most ${Math.max(...rates).toFixed(0)})`
  console.log(
    `athd.call of a table of three fields, 64 under way: ${middle(costs).toFixed(2)} µs of both threads, ${rate}`
  )

  const states = 200
  const making = costOf(states, Effect.repeat(Effect.scoped(LuaState.make()), { times: states - 1 }))
  const made = (yield* Effect.replicateEffect(making, ROUNDS)).slice(ROUNDS / 3)
  const isMet = middle(made) <= 1000
  console.log(`a state, made and closed: ${middle(made).toFixed(0)} µs; at most 1,000: ${isMet ? "met" : "MISSED"}`)

  const yard = new URL("./yard.lua", import.meta.url)
  const counting = yield* LuaThread.make({ name: "counting", entry: yard })
  const fib = costOf(1, counting.call("fib", 24))
  yield* compare("fib(24) of wasmoon's and ours: a body that computes", costOf(1, peer.fib(24)), fib, undefined)
})

await program.pipe(
  Effect.scoped,
  Effect.provide(Native.layerThread({ entry, name: "native" })),
  Effect.provide(NodeActorSystem.layer({ maxThreads: 8, slowAfter: "never" })),
  Effect.runPromise
)
