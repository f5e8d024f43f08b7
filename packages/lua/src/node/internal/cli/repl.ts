/*
 * A session at the terminal: line by line in one state. What fails is shown and the session goes on; it ends with the input, with
 * success. Between lines other threads' answers are heard.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import { createInterface } from "node:readline"
import type { LuaError } from "../../../LuaError.ts"
import type { LuaState } from "../../../LuaState.ts"
import { evaluator } from "./evaluate.ts"
import { terminalKeys } from "./interrupts.ts"

const PROMPT = "> "
const MORE = ">> "

/** What was typed; `undefined` is the end of the input. */
type Typed = string | undefined

export interface SessionOptions {
  readonly state: LuaState
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  /** Whether somebody types: lines can be edited. */
  readonly terminal: boolean
  readonly greeting: string
}

const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : String(value)

/** A kill, as only an interrupt of a line that holds the thread does; or the state's end, by a signal that ends the command. */
const isInterrupt = (error: LuaError): boolean =>
  error._tag === "LuaClosed" || (error._tag === "LuaLimitError" && error.limit === "killed")

const show = (text: string): void => void process.stderr.write(`${text}\n`)

export const session = ({ greeting, input, output, state, terminal }: SessionOptions): Effect.Effect<void> =>
  Effect.gen(function* () {
    const typed = yield* Queue.unbounded<Typed>()
    /** What was typed of an input that is not complete. */
    let buffer = ""
    /** Lines that were typed and not run, and what runs. */
    let waiting = 0
    let running: Fiber.Fiber<boolean> | undefined
    let closed = false

    const lines = yield* Effect.acquireRelease(
      Effect.sync(() => {
        const lines = createInterface({ input, output, terminal, prompt: PROMPT })
        lines.on("line", (line) => {
          waiting++
          Queue.offerUnsafe(typed, line)
        })
        lines.on("close", () => {
          closed = true
          Queue.offerUnsafe(typed, undefined)
        })
        // An interrupt ends what runs, or what was typed so far; with nothing of both it ends the session.
        lines.on("SIGINT", () => {
          if (running !== undefined) running.interruptUnsafe()
          else if (waiting === 0 && lines.line === "" && buffer === "") lines.close()
          else if (waiting === 0) {
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
    if (terminal) yield* terminalKeys(input)
    const evaluate = yield* Effect.orDie(state.run(evaluator))
    const prompt = () => {
      if (closed) return
      lines.setPrompt(buffer === "" ? PROMPT : MORE)
      lines.prompt()
    }

    /** Whether the text was complete. */
    const run = (text: string): Effect.Effect<boolean> =>
      state.call(evaluate[0] as never, text).pipe(
        Effect.map(([verdict, problem]) => {
          if (verdict === "failed") show(textOf(problem))
          return verdict !== "more"
        }),
        Effect.catch((error) =>
          Effect.as(
            Effect.sync(() => show(isInterrupt(error) ? "interrupted" : error.message)),
            true
          )
        )
      )

    output.write(`${greeting}\n`)
    prompt()
    for (;;) {
      const line = yield* Queue.take(typed)
      if (line === undefined) break
      const text = buffer === "" ? line : `${buffer}\n${line}`
      if (text.trim() !== "") {
        running = yield* Effect.forkChild(run(text))
        const ended = yield* Fiber.await(running)
        running = undefined
        if (Exit.isFailure(ended)) show("interrupted")
        buffer = Exit.isSuccess(ended) && !ended.value ? text : ""
      }
      waiting--
      prompt()
    }
    if (buffer !== "") show("stdin: unexpected end of input")
    if (terminal) output.write("\n")
  }).pipe(Effect.scoped)
