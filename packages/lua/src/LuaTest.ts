/**
 * Tests written in Lua. A file of them finds `describe(name, body)`, `it(name, test)` (or `alua.test`), `before_each`,
 * `after_each`, and `check`: `check.equal(actual, expected)` as `==`, `check.same(actual, expected)` (tables by their contents, NaN as
 * NaN, keys that are tables by identity), `check.raises(f, pattern, ...)`, which gives the error, and `check.truthy(value, message)`.
 * `file` has vitest run them, `run` runs them itself. Tests may wait for host functions (`modules`)
 * and for states of `alua`; each file has a state of its own, without `athd` and `ahar`. What a test defines
 * (an `it` inside of an `it`) is an error.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { stateIn } from "./internal/state/access.ts"
import { loadEntry } from "./internal/state/entry.ts"
import { nameOf } from "./internal/state/files.ts"
import { wrongFile } from "./internal/state/options.ts"
import { type Collected, collecting, prelude } from "./internal/state/testing.ts"
import { type LuaEngineError, type LuaError, LuaOptionError, LuaRuntimeError } from "./LuaError.ts"
import * as LuaState from "./LuaState.ts"

/** What of a test runner `file` uses: vitest's own functions. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, body: () => Promise<void>) => unknown
  readonly afterAll: (body: () => Promise<void>) => unknown
}

/** How a test ended. `name` is the names of its groups and its own, `error` what it raised, with the stack. */
export interface LuaTestResult {
  readonly name: string
  readonly passed: boolean
  readonly error?: string
}

/** How the tests of a file ended. */
export interface LuaTestReport {
  readonly file: string
  readonly passed: number
  readonly failed: number
  readonly results: ReadonlyArray<LuaTestResult>
}

interface Opened {
  readonly state: LuaState.LuaState
  readonly tests: ReadonlyArray<Collected>
}

const opened = (file: string | URL, options: LuaState.LuaStateOptions) =>
  Effect.gen(function* () {
    const state = yield* LuaState.make({ name: "tests", ...options })
    const { end, hooks, tests } = collecting(stateIn(state))
    yield* state.within({ chunk: "LuaTest" }).run(prelude, ...(hooks as ReadonlyArray<object>))
    yield* loadEntry(state, file)
    end()
    return { state, tests } as Opened
  })

/** All that comes after a test is run, whatever fails; what failed first is how the test ended. */
const runOne = ({ state }: Opened, { after, before, test }: Collected): Effect.Effect<void, LuaError> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const body = Effect.forEach([...before, test], (each) => state.call(each), { discard: true })
      const exits = [yield* Effect.exit(restore(body))]
      for (const hook of after) exits.push(yield* Effect.exit(Effect.asVoid(state.call(hook))))
      yield* exits.find(Exit.isFailure) ?? Exit.void
    })
  )

const textOf = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  if (!(error instanceof Error)) return String(error)
  const traceback = "traceback" in error ? `\n${String(error.traceback)}` : ""
  return `${error.message}${traceback}`
}

/**
 * Registers the tests of a Lua file with vitest (or whatever has such functions). The file is run at once, to find its tests,
 * so it may not wait outside of them. Throws what the file raises.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
 * import { tmpdir } from "node:os"
 * import { join } from "node:path"
 * import * as LuaTest from "@stevedore/lua/LuaTest"
 *
 * const folder = mkdtempSync(join(tmpdir(), "lua-test-"))
 * writeFileSync(join(folder, "sum.test.lua"), `describe("sum", function() it("adds", function() check.equal(1 + 1, 2) end) end)`)
 * // In a test file: `import { afterAll, describe, it } from "vitest"`.
 * const names: Array<string> = []
 * const vitest = {
 *   describe: (name: string, body: () => void) => (names.push(name), body()),
 *   it: (name: string, _body: () => Promise<void>) => names.push(name),
 *   afterAll: (body: () => Promise<void>) => void body()
 * }
 * LuaTest.file(join(folder, "sum.test.lua"), vitest)
 * assert.deepEqual(names, ["sum.test.lua", "sum", "adds"])
 * rmSync(folder, { recursive: true })
 * ```
 */
export const file = (path: string | URL, runner: TestRunner, options: LuaState.LuaStateOptions = {}): void => {
  const wrong = wrongFile("file", path)
  if (wrong !== undefined) throw new LuaOptionError(wrong)
  const name = nameOf(path)
  const scope = Scope.makeUnsafe()
  const exit = Effect.runSyncExit(Scope.provide(opened(path, options), scope))
  if (Exit.isFailure(exit)) {
    void Effect.runPromise(Scope.close(scope, exit))
    const error = Cause.squash(exit.cause)
    const detail = `${name} waits outside of its tests: wait in \`it\` or \`before_each\``
    throw Cause.isAsyncFiberError(error) ? new LuaRuntimeError({ chunk: name, detail, traceback: "" }) : error
  }
  const file = exit.value
  runner.describe(name, () => {
    runner.afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))
    register(runner, file, file.tests, 0)
  })
}

/** Tests of one group stand together, since they are in the order in which the file defines them. */
const register = (runner: TestRunner, file: Opened, tests: ReadonlyArray<Collected>, depth: number): void => {
  for (let i = 0; i < tests.length;) {
    const first = tests[i] as Collected
    const name = first.path[depth] as string
    if (first.path.length === depth + 1) {
      runner.it(name, () =>
        Effect.runPromise(Effect.catchCause(runOne(file, first), (cause) => Effect.failCause(readable(cause))))
      )
      i++
      continue
    }
    let end = i + 1
    while (end < tests.length && (tests[end] as Collected).path.length > depth + 1 && tests[end]?.path[depth] === name)
      end++
    const group = tests.slice(i, end)
    runner.describe(name, () => register(runner, file, group, depth + 1))
    i = end
  }
}

/** A failure whose message has Lua's stack: that of the host says nothing. */
const readable = (cause: Cause.Cause<LuaError>): Cause.Cause<Error> => {
  const error = new Error(textOf(cause))
  error.stack = error.message
  return Cause.fail(error)
}

/**
 * Runs the tests of a Lua file, one after the other, and says how each ended. Fails if the file itself does.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
 * import { tmpdir } from "node:os"
 * import { join } from "node:path"
 * import * as Effect from "effect/Effect"
 * import * as LuaTest from "@stevedore/lua/LuaTest"
 *
 * const folder = mkdtempSync(join(tmpdir(), "lua-test-"))
 * const tests = `it("adds", function() check.equal(1 + 1, 2) end) it("fails", function() check.same({ 1 }, { 2 }) end)`
 * writeFileSync(join(folder, "sum.test.lua"), tests)
 * const report = await Effect.runPromise(LuaTest.run(join(folder, "sum.test.lua")))
 * assert.deepEqual([report.passed, report.failed], [1, 1])
 * assert.match(LuaTest.tap(report), /not ok 2 - fails/)
 * rmSync(folder, { recursive: true })
 * ```
 */
export const run = (
  path: string | URL,
  options: LuaState.LuaStateOptions = {}
): Effect.Effect<LuaTestReport, LuaError | LuaEngineError> =>
  Effect.scoped(
    Effect.gen(function* () {
      const file = yield* opened(path, options)
      const results = yield* Effect.forEach(file.tests, (test) =>
        Effect.map(Effect.exit(runOne(file, test)), (exit): LuaTestResult => {
          const name = test.path.join(" > ")
          return Exit.isSuccess(exit) ? { name, passed: true } : { name, passed: false, error: textOf(exit.cause) }
        })
      )
      const passed = results.filter((result) => result.passed).length
      return { file: String(path), passed, failed: results.length - passed, results }
    })
  )

/** A name as TAP has it: `#` would begin a directive (`# SKIP` makes of a failure a success), and a line is a test of its own. */
const escaped = (name: string): string =>
  name.replaceAll(/[\\#]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")

/**
 * A report in the Test Anything Protocol. In names, `#` and backslashes have a backslash before them, and ends of lines are `\n` and `\r`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as LuaTest from "@stevedore/lua/LuaTest"
 *
 * const report = { file: "a.lua", passed: 1, failed: 0, results: [{ name: "adds", passed: true }] }
 * assert.equal(LuaTest.tap(report), "TAP version 13\n1..1\nok 1 - adds\n")
 * ```
 */
export const tap = (report: LuaTestReport): string => {
  const lines = ["TAP version 13", `1..${report.results.length}`]
  for (const [index, result] of report.results.entries()) {
    lines.push(`${result.passed ? "ok" : "not ok"} ${index + 1} - ${escaped(result.name)}`)
    if (result.error !== undefined) lines.push(...result.error.split(/\r\n?|\n/).map((line) => `# ${line}`))
  }
  return `${lines.join("\n")}\n`
}
