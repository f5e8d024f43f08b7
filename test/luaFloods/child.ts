/*
 * Runs the rows of one library (luaFloods/rows.ts) in a process of its own, each with memory for 64 MiB, and says for each program how it
 * ended and what the process grew by. Started by luaFloods.test.ts; `node --expose-gc test/luaFloods/child.ts string` by hand.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import type { LuaError } from "@stevedore/lua/LuaError"
import * as LuaState from "@stevedore/lua/LuaState"
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import type * as Scope from "effect/Scope"
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { ofStates, ofThreads, type Row } from "./rows.ts"

export interface Told {
  readonly name: string
  readonly label: string
  readonly end: string
  readonly grownMiB: number
  readonly millis: number
}

const [, , library = "string", only, what] = process.argv

const folder = fileURLToPath(new URL("../lua", import.meta.url))
const limits = { memoryBytes: 64 * 2 ** 20, slice: 0, time: 2000 }

const given = {
  one: "local s, many = ('x'):rep(15000000), {} for i = 1, 60 do many[i] = s end",
  nested: `
    local s, flat = ('x'):rep(1000000), {} for i = 1, 200 do flat[i] = s end
    local many = { { flat, { flat, inner = flat }, inner = flat }, flat }`
}

/** Where there is nothing to reset it by, the peak of the whole process stands for that of each program. */
const peak = (): number => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1024
  } catch {
    return process.resourceUsage().maxRSS / 1024
  }
}

const resetPeak = (): void => {
  try {
    writeFileSync("/proc/self/clear_refs", "5")
  } catch {
    // The peak so far stays.
  }
}

/** What is run of a row, each with what it is called in what is told. */
const programsOf = (name: string, row: Row): ReadonlyArray<readonly [label: string, program: string]> => {
  if (row.not !== undefined) return []
  const calls = (row.calls ?? [`${name}($)`]).flatMap((call) =>
    Object.entries(given).map(([kind, values]): readonly [string, string] => [
      `${call}, ${kind}`,
      `${values}
        local r = table.pack(pcall(function() return ${call.replaceAll("$", "table.unpack(many)")} end))
        if r[1] then return "a value" end
        return type(r[2]) == "table" and tostring(r[2]._tag) .. ": " .. tostring(r[2].message):sub(1, 300) or tostring(r[2]):sub(1, 300)`
    ])
  )
  if (what === undefined) return calls
  return row.keeps === undefined
    ? []
    : [[row.keeps, `kept = {} for i = 1, 250000 do ${row.keeps} end return "a value"`]]
}

type Run = (program: string) => Effect.Effect<unknown, unknown>

const ended = (exit: Exit.Exit<unknown, unknown>): string => {
  if (Exit.isSuccess(exit)) return Array.isArray(exit.value) ? String(exit.value[0]) : String(exit.value)
  const [reason] = exit.cause.reasons
  if (reason?._tag !== "Fail") return `DEFECT ${String(reason?._tag === "Die" ? reason.defect : exit.cause)}`
  const { _tag, message } = reason.error as LuaError
  return `${_tag}: ${message.slice(0, 300)}`
}

const toldOf = Effect.fnUntraced(function* <R>(
  rows: Readonly<Record<string, Row>>,
  only: string | undefined,
  make: Effect.Effect<Run, unknown, R | Scope.Scope>
) {
  const { gc } = globalThis
  for (const [name, row] of Object.entries(rows)) {
    if (only !== undefined && only !== "all" && name !== only) continue
    for (const [label, program] of programsOf(name, row)) {
      yield* Effect.scoped(
        Effect.gen(function* () {
          const run = yield* make
          gc?.()
          resetPeak()
          const before = peak()
          const began = performance.now()
          const exit = yield* Effect.exit(Effect.timeout(run(program), "60 seconds"))
          const grownMiB = Math.round(peak() - before)
          const millis = Math.round(performance.now() - began)
          console.log(JSON.stringify({ name, label, end: ended(exit), grownMiB, millis } satisfies Told))
        })
      )
    }
  }
})

let isWarm = false

const inState: Effect.Effect<Run, unknown, Scope.Scope> = Effect.gen(function* () {
  if (!isWarm) {
    isWarm = true
    const warm = yield* LuaState.make({ sandbox: "full" })
    yield* warm.run("for i = 1, 100000 do local t = { i, tostring(i) } end")
  }
  const state = yield* LuaState.make({ sandbox: "full", limits, roots: [folder] })
  yield* state.run(`
    kept, file, given = {}, "crane.lua", alua.newstate()
    given:run("function f(...) return ... end")
    given:run("function many(n, m) local s, t = ('x'):rep(n), {} for i = 1, m do t[i] = s end return table.unpack(t) end")`)
  return (program) => state.run(program)
})

/** The threads of all rows of a process: there are only so many. */
let there: Run | undefined

const onThread: Effect.Effect<Run, unknown, ActorSystem | Scope.Scope> = Effect.gen(function* () {
  if (there !== undefined) return there
  const entry = new URL("../lua/crane.lua", import.meta.url)
  const one = yield* LuaThread.make({ name: "one", entry, limits })
  yield* one.run(`
    kept, object, other = {}, ahar.enterct(), athd.newthread("other", "crane.lua", 0)
    ahar.listen("smsg_f", function() end)
    for i = 1, 100000 do local t = { i, tostring(i) } end`)
  return (there = (program) => Effect.andThen(one.run("kept = nil collectgarbage()"), one.run(program)))
})

const quiet = Logger.layer([Logger.make(({ message }) => void String(message))])
const states = ofStates[library]
const threads = ofThreads[library]
const program =
  states !== undefined
    ? toldOf(states, only, inState)
    : Effect.scoped(Effect.andThen(onThread, toldOf(threads!, only, onThread))).pipe(
        Effect.provide(NodeActorSystem.layer({ slowAfter: "never", startTimeout: "5 minutes" }))
      )
await program.pipe(
  Effect.provide(Layer.merge(quiet, Layer.empty)),
  Effect.provideService(References.MinimumLogLevel, "Debug"),
  Effect.runPromise
)
process.exit(0)
