/*
 * What a process grows by until the guard of 64 MiB ends a program that takes all it can get: the largest resident size, less that
 * before, each program in a process of its own. The bar is 128 MiB. `node test/benchmark/lua/memory.ts`
 */
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import * as LuaState from "@stevedore/lua/LuaState"
import { greedy } from "../../../packages/lua/test/greedy.ts"

const allowed = 64 * 2 ** 20
const bar = 128

const grown = (program: string) =>
  Effect.scoped(
    Effect.gen(function* () {
      const warm = yield* LuaState.make({ limits: { memoryBytes: allowed, slice: 0 } })
      yield* warm.run("for i = 1, 100000 do local t = { i, tostring(i) } end")
      const state = yield* LuaState.make({ limits: { memoryBytes: allowed, slice: 0 } })
      const before = process.resourceUsage().maxRSS
      const error = yield* Effect.flip(state.run(program))
      return { grown: (process.resourceUsage().maxRSS - before) / 1024, message: error.message }
    })
  )

const [, , asked] = process.argv
if (asked === undefined) {
  let worst = 0
  for (const name of Object.keys(greedy)) {
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], { encoding: "utf8" })
    const found = JSON.parse(child.stdout) as { grown: number; message: string }
    worst = Math.max(worst, found.grown)
    console.log(`${found.grown.toFixed(0).padStart(6)} MiB  ${name}: ${found.message.slice(0, 60)}`)
  }
  console.log(`worst ${worst.toFixed(0)} MiB; the bar is ${bar} MiB`)
  process.exitCode = worst <= bar ? 0 : 1
} else console.log(JSON.stringify(await Effect.runPromise(grown(greedy[asked] as string))))
