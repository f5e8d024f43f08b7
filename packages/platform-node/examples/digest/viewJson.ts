/**
 * One JSON document, written while files are read: memory does not grow with their number, and after Ctrl-C what is
 * finished needs only its last lines to be complete. Files are in the order of the walk, whichever thread was faster.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type FilePath, toBytes, toText } from "./filePath.ts"
import type { Output } from "./output.ts"
import type { Failed, Tally } from "./tally.ts"
import type { View } from "./view.ts"

const Path = {
  path: Schema.String,
  /** The bytes of a path that is not valid UTF-8; in `path` these are U+FFFD. */
  pathHex: Schema.optionalKey(Schema.String)
}

export const Document = Schema.Struct({
  files: Schema.Array(
    Schema.Struct({
      ...Path,
      sha256: Schema.String,
      bytes: Schema.Int,
      lines: Schema.Int,
      words: Schema.Int,
      longestLine: Schema.Int
    })
  ),
  errors: Schema.Array(Schema.Struct({ ...Path, reason: Schema.String })),
  totals: Schema.Struct({
    files: Schema.Int,
    errors: Schema.Int,
    bytes: Schema.Int,
    lines: Schema.Int,
    words: Schema.Int,
    longestLine: Schema.Int
  }),
  threads: Schema.Array(
    Schema.Struct({ name: Schema.String, files: Schema.Int, bytes: Schema.Int, busyMillis: Schema.Finite })
  ),
  elapsedMillis: Schema.Finite,
  /** Under `--chaos`: threads killed, files lost, jobs that ran again. */
  chaos: Schema.optionalKey(Schema.Struct({ killed: Schema.Int, lost: Schema.Int, ranAgain: Schema.Int })),
  /** There, and true, if Ctrl-C ended it early. */
  interrupted: Schema.optionalKey(Schema.Boolean)
})
export type Document = typeof Document.Type

const named = (path: FilePath) => ({
  path: toText(path),
  ...(typeof path === "string" ? {} : { pathHex: toBytes(path).toString("hex") })
})

const rounded = (millis: number): number => Math.round(millis * 1000) / 1000

const ending = (tally: Tally, failures: ReadonlyArray<Failed>, interrupted: boolean) => ({
  errors: failures.toSorted((a, b) => a.index - b.index).map(({ path, reason }) => ({ ...named(path), reason })),
  totals: { ...tally.totals, errors: tally.failed },
  threads: Array.from(tally.threads, ([name, { sums, timeline }]) => ({
    name,
    files: sums.files,
    bytes: sums.bytes,
    busyMillis: rounded(timeline.busyMillis)
  })),
  elapsedMillis: rounded(tally.elapsedMillis),
  ...(tally.chaos === undefined ? {} : { chaos: tally.chaos }),
  ...(interrupted ? { interrupted } : {})
})

export const jsonView = (stdout: Output): View => {
  const failures: Array<Failed> = []
  /** Lines that wait for an earlier one; a failure has none, but keeps its place. */
  const early = new Map<number, string | undefined>()
  let next = 0
  let separator = '{"files":[\n'

  const take = (line: string | undefined): string => {
    if (line === undefined) return ""
    const text = separator + line
    separator = ",\n"
    return text
  }
  const takeReady = (): string => {
    let text = ""
    while (early.has(next)) {
      text += take(early.get(next))
      early.delete(next++)
    }
    return text
  }

  return {
    show(event) {
      if (event._tag === "Note" || event._tag === "Killed") return Effect.void
      if (event._tag === "Failed") {
        failures.push(event)
        early.set(event.index, undefined)
      } else {
        const { bytes, lines, longestLine, sha256, words } = event.digest
        early.set(event.index, JSON.stringify({ ...named(event.path), sha256, bytes, lines, words, longestLine }))
      }
      const text = takeReady()
      return text === "" ? Effect.void : stdout.write(text)
    },
    refresh: () => Effect.void,
    finish(tally, interrupted) {
      let text = ""
      for (const index of Array.from(early.keys()).sort((a, b) => a - b)) text += take(early.get(index))
      const start = separator === ",\n" ? "\n]" : '{"files":[]'
      return stdout.write(`${text}${start},${JSON.stringify(ending(tally, failures, interrupted)).slice(1)}\n`)
    }
  }
}
