/**
 * The view for a terminal: results scroll by, and below them one line tells how far it is. Every write takes the bar
 * away, prints above it and draws it again, in one piece, so that nothing flickers.
 */
import * as Effect from "effect/Effect"
import type { WriteStream } from "node:tty"
import { printable } from "./filePath.ts"
import type { Output } from "./output.ts"
import { report, speedUpReport } from "./report.ts"
import type { Event, Tally } from "./tally.ts"
import { count, counted, duration, fit, padStart, type Paint, size, widthOf } from "./text.ts"
import type { View } from "./view.ts"

const eraseLine = "\r\x1b[2K"

/** Wide terminals see more of each file. */
const resultLine = (event: Extract<Event, { _tag: "Digested" }>, columns: number, paint: Paint): string => {
  const { bytes, lines, longestLine, sha256, words } = event.digest
  const hash = columns >= 150 ? sha256 : sha256.slice(0, columns >= 70 ? 12 : 7)
  const facts = [padStart(size(bytes), 8)]
  if (columns >= 70) facts.push(padStart(counted(lines, "line"), 13))
  if (columns >= 90) facts.push(padStart(counted(words, "word"), 15))
  if (columns >= 120) facts.push(padStart(`longest ${count(longestLine)}`, 15))
  const left = `${hash}  ${facts.join("  ")}  `
  const path = fit(printable(event.path), Math.max(8, columns - 1 - widthOf(left)))
  return `${paint("dim", hash)}  ${facts.join("  ")}  ${path}`
}

const eventLine = (event: Event, columns: number, paint: Paint): string => {
  if (event._tag === "Digested") return resultLine(event, columns, paint)
  if (event._tag === "Killed") return paint("yellow", `✗ ${event.thread} was killed`)
  const path = printable(event.path)
  return event._tag === "Failed" ? paint("red", `✗ ${path}: ${event.reason}`) : paint("dim", `· ${path}: ${event.text}`)
}

const progressLine = (tally: Tally, columns: number, paint: Paint): string => {
  const { chaos, done, elapsedMillis, found, read, totals, walked, walks } = tally
  const share = found === 0 ? 0 : done / found
  const perSecond = read.bytes / Math.max(elapsedMillis / 1000, 1e-3)
  const left = walked && done > 0 && elapsedMillis > 1000 ? (elapsedMillis / done) * (found - done) : 0
  const facts = [
    `${padStart(count(done), count(found).length)}/${count(found)}${walked ? "" : "+"} files`,
    size(totals.bytes),
    `${size(perSecond)}/s`,
    ...(elapsedMillis >= 1000 ? [duration(elapsedMillis)] : []),
    ...(walks > 1 ? [`walk ${walks}`] : []),
    ...(chaos !== undefined ? [`${count(chaos.killed)} killed`] : []),
    ...(left >= 1000 ? [`${duration(left)} left`] : [])
  ]
  const width = Math.max(0, Math.min(40, columns - (chaos === undefined ? 48 : 70)))
  const full = Math.round(share * width)
  const line = paint("green", "━".repeat(full)) + paint("dim", "─".repeat(width - full))
  return `${line}${width > 0 ? " " : ""}${fit(facts.join(" · "), Math.max(8, columns - width - 2))}`
}

export const terminalView = (
  stdout: Output,
  terminal: Pick<WriteStream, "columns">,
  paint: Paint,
  routing: string
): View => {
  const columns = () => terminal.columns || 80
  const above = (text: string, below: string) => stdout.write(`${eraseLine}${text}${below}`)
  return {
    show: (event, tally) => above(`${eventLine(event, columns(), paint)}\n`, progressLine(tally, columns(), paint)),
    refresh: (tally) => Effect.suspend(() => above("", progressLine(tally, columns(), paint))),
    finish: (tally, interrupted) => above(report(tally, { columns: columns(), paint }, { routing, interrupted }), ""),
    speedUp: {
      begin: Effect.suspend(() => above("", paint("dim", fit("Comparing with one thread …", columns() - 1)))),
      end: (result) => above(speedUpReport(result, { columns: columns(), paint }), "")
    }
  }
}
