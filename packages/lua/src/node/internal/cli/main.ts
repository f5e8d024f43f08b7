#!/usr/bin/env node
/*
 * `stevedore-lua`: a script, or a session at the terminal, with everything that a Lua thread has. Installed as a command with the
 * package.
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { text } from "node:stream/consumers"
import { inspect } from "node:util"
import type { LuaState } from "../../../LuaState.ts"
import { LuaRuntime } from "../../../LuaRuntime.ts"
import { openedMain } from "../../../internal/athd/mainState.ts"
import { type Command, parse, usage } from "./arguments.ts"
import { endHeld } from "./interrupts.ts"
import { endWithOutput, logger, told } from "./output.ts"
import { session } from "./repl.ts"

const versionOf = (): string => {
  const { version } = JSON.parse(readFileSync(new URL("../../../../package.json", import.meta.url), "utf8")) as {
    readonly version: string
  }
  return `stevedore-lua ${version}, Lua 5.3 by fengari`
}

/** The script on standard input, of a run that has it there. */
const pipedOf = ({ file, interactive, sources }: Command & { _tag: "Run" }): Effect.Effect<string | undefined> => {
  const isPiped = file === "-" || (file === undefined && sources.length === 0 && !interactive && !process.stdin.isTTY)
  return isPiped ? Effect.promise(() => text(process.stdin)) : Effect.succeed(undefined)
}

/** `arg`, as the stand-alone Lua has it. */
const setArguments = (state: LuaState, name: string, args: ReadonlyArray<string>) =>
  state.run("local name, args = ... args[0] = name arg = args", name, args)

/** Whether what fails afterwards, or where nobody waits, is its failure: of a session it is not, which ends with success. */
const run = (command: Command & { _tag: "Run" }) =>
  Effect.gen(function* () {
    const { args, file, sandbox, sources } = command
    const runtime = yield* LuaRuntime
    yield* runtime.addInitFunction((made) => setArguments(made, file ?? "stevedore-lua", args))
    const entry = file === undefined || file === "-" ? undefined : resolve(file)
    // Nobody has named a folder for a strict script.
    const roots = sandbox === "strict" ? [] : [process.cwd()]
    // As in PUC's `lua`, each text is a chunk of its own, and a script finds what they have set.
    const before = (own: LuaState) => {
      const { run } = own.within({ chunk: "(command line)" })
      return Effect.forEach(sources, (source) => run(source, ...args), { discard: true })
    }
    const [main, own] = yield* openedMain({ sandbox, roots, args, ...(entry && { entry }) }, before)
    // Not before: what the texts print, or fail with, does not wait for the end of an input that may stay open.
    const piped = yield* pipedOf(command)
    if (piped !== undefined) yield* own.within({ chunk: "stdin" }).run(piped, ...args)
    const isSession = command.interactive || (piped === undefined && sources.length === 0 && file === undefined)
    if (isSession) {
      const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true
      yield* session({ state: own, input: process.stdin, output: process.stdout, terminal, greeting: versionOf() })
      // Who leaves a terminal leaves.
      if (terminal) return false
    }
    // What the script has set off is part of it: timers, jobs of other threads, and what follows them.
    yield* main.idle
    return !isSession
  })

const fail = (code: number, detail: string) =>
  Effect.sync(() => {
    process.stderr.write(`${detail}\n`)
    process.exitCode = code
  })

const program = Effect.suspend((): Effect.Effect<void> => {
  const command = parse(process.argv.slice(2))
  switch (command._tag) {
    case "Help":
      return Effect.sync(() => void process.stdout.write(usage))
    case "Version":
      return Effect.sync(() => void process.stdout.write(`${versionOf()}\n`))
    case "Wrong":
      return fail(2, `stevedore-lua: ${command.detail}\n${usage}`)
    case "Run":
      return run(command).pipe(
        Effect.scoped,
        Effect.provide(
          Layer.merge(LuaRuntime.layer(), NodeActorSystem.layer({ slowAfter: "never", startTimeout: "1 minute" }))
        ),
        // All threads have ended: whatever failed has been told.
        Effect.map((isScript) => {
          if (isScript && told.failure) process.exitCode = 1
        }),
        Effect.catch((error) => {
          const traceback = "traceback" in error && error.traceback !== "" ? `\n${error.traceback}` : ""
          return fail(1, `stevedore-lua: ${error.message}${traceback}`)
        }),
        Effect.catchDefect((defect) => fail(1, `stevedore-lua: ${inspect(defect)}`))
      )
  }
})

endWithOutput()
endHeld()
NodeRuntime.runMain(Effect.provide(program, Logger.layer([logger])), { disableErrorReporting: true })
