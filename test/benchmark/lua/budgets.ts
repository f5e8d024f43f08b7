/*
 * How soon a program that resists it is ended: the CPU time it takes beyond its budget of time, the worst of five runs. The bar is
 * 150 ms. `node test/benchmark/lua/budgets.ts`
 */
import * as Effect from "effect/Effect"
import * as LuaState from "@stevedore/lua/LuaState"
import { hostile } from "../../../packages/lua/test/hostile.ts"

const budget = 100
const bar = 150

const programs: Readonly<Record<string, string>> = {
  ...hostile,
  "deep recursion": "local function f() return 1 + f() end while true do pcall(f) end"
}

const measured = (program: string) =>
  Effect.scoped(
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { time: budget, slice: 0 } })
      const before = process.cpuUsage()
      const error = yield* Effect.flip(state.run(program))
      const spent = process.cpuUsage(before)
      const [next] = yield* state.run("return 'next'")
      if (error._tag !== "LuaLimitError" || next !== "next") throw new Error(`${error._tag}: ${error.message}`)
      return (spent.user + spent.system) / 1000 - budget
    })
  )

let worst = 0
for (const [name, program] of Object.entries(programs)) {
  const over = await Effect.runPromise(
    Effect.map(Effect.all(Array.from({ length: 5 }, () => measured(program))), (all) => Math.max(...all))
  )
  worst = Math.max(worst, over)
  console.log(`${over.toFixed(0).padStart(6)} ms  ${name}`)
}
console.log(`worst ${worst.toFixed(0)} ms of CPU beyond a budget of ${budget} ms; the bar is ${bar} ms`)
process.exitCode = worst <= bar ? 0 : 1
