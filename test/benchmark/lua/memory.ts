/*
 * What a process grows by until the guard of 64 MiB ends a program that takes all it can get: the largest resident size, less that
 * before, each program in a process of its own. The bar is 128 MiB. Programs that keep small values, and those that use many slots of a
 * stack, are there twice: as Node is, whose young generation takes up to 128 MiB beside what is held, and with one of 32 MiB.
 * `node test/benchmark/lua/memory.ts`
 */
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import * as LuaState from "@stevedore/lua/LuaState"
import { greedy, small, wide } from "../../../packages/lua/test/greedy.ts"

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

const smaller = "--max-semi-space-size=16"

const measured = (name: string, ...flags: ReadonlyArray<string>): number => {
  const child = spawnSync(process.execPath, [...flags, fileURLToPath(import.meta.url), name], { encoding: "utf8" })
  const found = JSON.parse(child.stdout) as { grown: number; message: string }
  console.log(`${found.grown.toFixed(0).padStart(6)} MiB  ${name} ${flags.join(" ")}: ${found.message.slice(0, 60)}`)
  return found.grown
}

const [, , asked] = process.argv
if (asked === undefined) {
  const worst = Math.max(...Object.keys(greedy).map((name) => measured(name)))
  const names = [
    ...Object.keys(small).map((name) => `small: ${name}`),
    ...Object.keys(wide).map((name) => `wide: ${name}`)
  ]
  const kept = Math.max(...names.map((name) => measured(name)))
  const keptThen = Math.max(...names.map((name) => measured(name, smaller)))
  console.log(
    `worst ${worst.toFixed(0)} MiB; of small values and stacks ${kept.toFixed(0)}, with ${smaller} ${keptThen.toFixed(0)}`
  )
  console.log(`the bar is ${bar} MiB`)
  process.exitCode = Math.max(worst, keptThen) <= bar ? 0 : 1
} else {
  const [kind, name = ""] = asked.split(": ", 2)
  const program = kind === "small" ? small[name] : kind === "wide" ? wide[name] : greedy[asked]
  console.log(JSON.stringify(await Effect.runPromise(grown(program as string))))
}
