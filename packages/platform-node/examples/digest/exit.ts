/**
 * How the program ends: 0 if every file was read, 1 if any was not, 2 for wrong arguments, 130 after Ctrl-C. A reader
 * that leaves early (`| head`) has what it wanted: that ends the program quietly, with 0.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import type * as CliError from "effect/cli/CliError"
import * as CliOutput from "effect/cli/CliOutput"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Runtime from "effect/Runtime"
import * as Schema from "effect/Schema"
import type { OutputClosed } from "./output.ts"

/** Everything was said on the way; what remains is the exit code. */
export class Ended extends Schema.TaggedError<Ended>()("Ended", { code: Schema.Int }) {
  override readonly [Runtime.errorExitCode] = this.code
  override readonly [Runtime.errorReported] = false
}

const say = (text: string, code: number) => Effect.andThen(Console.error(`digest: ${text}`), new Ended({ code }))

/** Every way to fail becomes one line on standard error, or none, and an exit code. */
export const withExitCode = <A, R>(
  program: Effect.Effect<A, Ended | OutputClosed | ActorError | CliError.CliError, R>
): Effect.Effect<A | void, Ended, R> =>
  program.pipe(
    Effect.catchTags({
      ShowHelp: ({ errors }) => (errors.length > 0 ? new Ended({ code: 2 }) : Effect.void),
      OutputClosed: ({ code }) => (code === "EPIPE" ? Effect.void : say(`cannot write the output: ${code}`, 1)),
      ActorError: ({ message }) => say(message, 1)
    }),
    Effect.catchIf(
      (error) => !(error instanceof Ended),
      ({ message }) => say(message, 2)
    )
  )

/** Wrong arguments are told on standard error, in a few lines: standard output may be read by a program. */
export const presenter: CliOutput.Presenter = {
  present: (event) => {
    if (event._tag !== "InvalidInvocation") return CliOutput.defaultPresenter.present(event)
    const errors = event.errors.map(({ message }) => `digest: ${message}`)
    return Console.error([...errors, `Usage: ${event.helpDoc.usage}`, "Try digest --help"].join("\n"))
  }
}

const interruptedMillis = 400

/**
 * Ctrl-C interrupts the program, which then prints what is finished, closes its threads and ends by itself. Should
 * anything on that way take too long, such as a reader of the output that has stopped reading, the process ends
 * nevertheless. Ctrl-C may come twice, as it does below `npm run`.
 */
export const stopInTime = (): void => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void setTimeout(() => process.exit(130), interruptedMillis).unref())
  }
}
