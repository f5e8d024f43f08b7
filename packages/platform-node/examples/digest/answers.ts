/**
 * What the first walk answered for each path, to compare later walks with. A path that differs is told once.
 */
import { type FilePath, key } from "./filePath.ts"
import type { FileEvent } from "./tally.ts"

interface Answer {
  readonly path: FilePath
  readonly text: string
}

/** Equal for equal answers; nothing for a note, which is none. */
const textOf = (event: FileEvent): string | undefined => {
  if (event._tag === "Note") return undefined
  if (event._tag === "Failed") return event.reason
  const { bytes, lines, longestLine, sha256, words } = event.digest
  return [sha256, bytes, lines, words, longestLine].join(" ")
}

export class Answers {
  private readonly first = new Map<string, Answer>()
  private readonly told = new Set<string>()
  private seen = new Set<string>()

  remember(event: FileEvent): void {
    const text = textOf(event)
    if (text !== undefined) this.first.set(key(event.path), { path: event.path, text })
  }

  /** How an answer of a later walk differs, if it does. */
  compare(event: FileEvent): string | undefined {
    const text = textOf(event)
    if (text === undefined) return undefined
    const name = key(event.path)
    this.seen.add(name)
    const first = this.first.get(name)
    if (first?.text === text || this.told.has(name)) return undefined
    this.told.add(name)
    if (first === undefined) return "not there before"
    return event._tag === "Failed" ? event.reason : `other answer than before: ${text}, not ${first.text}`
  }

  /** The paths that a later walk, which is over, did not come to. */
  takeMissing(): Array<FilePath> {
    const missing = Array.from(this.first).filter(([name]) => !this.seen.has(name) && !this.told.has(name))
    for (const [name] of missing) this.told.add(name)
    this.seen = new Set()
    return missing.map(([, { path }]) => path)
  }
}
