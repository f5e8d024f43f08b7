/**
 * Plain lines, for a pipe or a file: results and the report on standard output; failures and notes on standard error,
 * where they do not get in the way of a program that reads the results.
 */
import * as Effect from "effect/Effect"
import type { Output } from "./output.ts"
import { printable } from "./filePath.ts"
import { type Page, report, speedUpReport } from "./report.ts"
import { paintWith } from "./text.ts"
import type { View } from "./view.ts"

const page: Page = { columns: 100, paint: paintWith(false) }

const columnOf = (n: number, width: number): string => String(n).padStart(width)

export const plainView = (stdout: Output, stderr: Output, routing: string): View => {
  /** Nobody has to listen to these. */
  const aside = (line: string) => Effect.ignore(stderr.write(line))
  return {
    show(event) {
      if (event._tag === "Killed") return aside(`digest: ${event.thread} was killed\n`)
      const path = printable(event.path)
      switch (event._tag) {
        case "Digested": {
          const { bytes, lines, longestLine, sha256, words } = event.digest
          return stdout.write(
            `${sha256} ${columnOf(bytes, 10)} ${columnOf(lines, 8)} ${columnOf(words, 8)} ${columnOf(longestLine, 6)}  ${path}\n`
          )
        }
        case "Failed":
          return aside(`digest: ${path}: ${event.reason}\n`)
        case "Note":
          return aside(`digest: ${path}: ${event.text}\n`)
      }
    },
    refresh: () => Effect.void,
    finish: (tally, interrupted) => stdout.write(report(tally, page, { routing, interrupted })),
    speedUp: {
      begin: Effect.void,
      end: (result) => stdout.write(speedUpReport(result, page))
    }
  }
}
