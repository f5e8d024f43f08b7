/**
 * Small helpers for text on a terminal: colours that can be off, numbers for people, bars, and texts cut to a width.
 */
import { displayWidth } from "effect/cli/CliOutput"
import { styleText } from "node:util"

export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string

export const paintWith = (color: boolean): Paint =>
  color ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text

const integer = new Intl.NumberFormat("en-US")
export const count = (n: number): string => integer.format(n)

/** `1 file`, `2 files`. */
export const counted = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? "" : "s"}`

const units = ["B", "kB", "MB", "GB", "TB", "PB"]
export const size = (bytes: number): string => {
  let unit = 0
  while (bytes >= 999.5 && unit < units.length - 1) {
    bytes /= 1000
    unit++
  }
  return `${unit === 0 || bytes >= 100 ? Math.round(bytes) : bytes.toFixed(1)} ${units[unit]}`
}

export const duration = (millis: number): string => {
  if (millis < 1000) return `${millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms`
  if (millis < 60_000) return `${(millis / 1000).toFixed(millis < 10_000 ? 2 : 1)} s`
  const seconds = Math.round(millis / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

/** A bar of at most `width` columns, to an eighth of a column; something that is not nothing is seen. */
export const bar = (share: number, width: number): string => {
  const parts = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  const seen = share > 0 && parts === 0 ? 1 : parts
  return "█".repeat(seen >> 3) + eighths[seen & 7]
}

const levels = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
export const sparkline = (shares: ReadonlyArray<number>): string =>
  shares.map((share) => levels[share <= 0 ? 0 : Math.max(1, Math.round(share * 8))]).join("")

const isPlain = /^[\x20-\x7e]*$/
export const widthOf = (text: string): number => (isPlain.test(text) ? text.length : displayWidth(text))

export const padStart = (text: string, width: number): string => " ".repeat(Math.max(0, width - widthOf(text))) + text
export const padEnd = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)))

const graphemes = new Intl.Segmenter()

/** At most `width` columns; what is too long loses its beginning, since the end of a path tells more. */
export const fit = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text
  if (width < 1) return ""
  if (isPlain.test(text)) return `…${text.slice(text.length - width + 1)}`
  const kept = Array.from(graphemes.segment(text), (_) => _.segment)
  let used = widthOf(text)
  while (used > width - 1) used -= widthOf(kept.shift()!)
  return `…${kept.join("")}`
}
