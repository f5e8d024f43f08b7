/*
 * A session at the terminal: line by line in one state. What fails is shown and the session goes on; it ends with the input, with
 * success. Between lines other threads' answers are heard.
 */
import { createInterface } from "node:readline"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type { LuaState } from "../../../LuaState.ts"
import { evaluator } from "./evaluate.ts"

const PROMPT = "> "
const MORE = ">> "

/** What was typed, and the wish to stop: `undefined` is the end of the input. */
type Typed = string | undefined

export interface SessionOptions {
  readonly state: LuaState
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  /** Whether somebody types: prompts are shown, lines can be edited. */
  readonly terminal: boolean
  readonly greeting: string
}

const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : String(value)

export const session = ({ greeting, input, output, state, terminal }: SessionOptions): Effect.Effect<void> =>
  Effect.gen(function* () {
    const typed = yield* Queue.unbounded<Typed>()
    let busy = false
    const lines = yield* Effect.acquireRelease(
      Effect.sync(() => {
        const lines = createInterface({ input, output, terminal, prompt: PROMPT })
        lines.on("line", (line) => Queue.offerUnsafe(typed, line))
        lines.on("close", () => Queue.offerUnsafe(typed, undefined))
        // The first interrupt ends what runs, or what was typed; with nothing of both it ends the session.
        lines.on("SIGINT", () => {
          if (busy) Effect.runFork(state.kill)
          else if (lines.line === "" && buffer === "") lines.close()
          else {
            buffer = ""
            output.write("\n")
            lines.write(null, { ctrl: true, name: "u" })
            prompt()
          }
        })
        return lines
      }),
      (lines) => Effect.sync(() => lines.close())
    )
    const show = (text: string) => process.stderr.write(`${text}\n`)
    const evaluate = yield* Effect.orDie(state.run(evaluator))
    let buffer = ""
    let ended = false
    const prompt = () => {
      lines.setPrompt(buffer === "" ? PROMPT : MORE)
      lines.prompt()
    }

    /** Whether the text was complete. */
    const run = (text: string) =>
      state.call(evaluate[0] as never, text).pipe(
        Effect.map(([verdict, problem]) => {
          if (verdict === "more") return false
          if (verdict === "failed") show(textOf(problem))
          return true
        }),
        Effect.catch((error) => {
          show(error.message)
          return Effect.succeed(true)
        })
      )

    output.write(`${greeting}\n`)
    prompt()
    while (!ended) {
      const line = yield* Queue.take(typed)
      if (line === undefined) {
        if (buffer !== "") show("stdin: unexpected end of input")
        ended = true
        continue
      }
      const text = buffer === "" ? line : `${buffer}\n${line}`
      if (text.trim() !== "") {
        busy = true
        buffer = (yield* run(text)) ? "" : text
        busy = false
      }
      prompt()
    }
    if (terminal) output.write("\n")
  }).pipe(Effect.scoped)
