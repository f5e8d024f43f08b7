/**
 * The same questions answered by other means than the program's: coreutils for hash, bytes and lines, and a state machine
 * that looks at each byte once for words and the longest line.
 */
import * as assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"

export interface Facts {
  readonly sha256: string
  readonly bytes: number
  readonly lines: number
  readonly words: number
  readonly longestLine: number
}

export const countText = (content: Uint8Array): Pick<Facts, "lines" | "words" | "longestLine"> => {
  let lines = 0
  let words = 0
  let longestLine = 0
  let column = 0
  let inWord = false
  for (const byte of content) {
    switch (byte) {
      case 0x0a:
        lines += 1
        column = 0
        inWord = false
        continue
      case 0x09:
      case 0x0b:
      case 0x0c:
      case 0x0d:
      case 0x20:
        inWord = false
        break
      default:
        if (!inWord) words += 1
        inWord = true
    }
    column += 1
    if (column > longestLine) longestLine = column
  }
  return { lines, words, longestLine }
}

const maxBuffer = 1 << 28

/** `sha256sum` and `wc -lc` of many files at once, in their order; names may hold anything but NUL. */
export const factsOf = (paths: ReadonlyArray<string | Buffer>): Array<Facts> => {
  if (paths.length === 0) return []
  const names = Buffer.concat(paths.flatMap((path) => [Buffer.from(path as Buffer), Buffer.of(0)]))
  const sums = execFileSync("xargs", ["-0", "sha256sum", "-z", "--"], { input: names, maxBuffer })
    .toString("latin1")
    .split("\0")
  const counts = execFileSync("wc", ["-lc", "--files0-from=-"], { input: names, maxBuffer })
    .toString("latin1")
    .split("\n")
  return paths.map((path, i) => {
    const [, lines, bytes] = /^\s*(\d+)\s+(\d+) /.exec(counts[i]!)!
    const { longestLine, words, ...own } = countText(readFileSync(path))
    assert.equal(own.lines, Number(lines))
    return { sha256: sums[i]!.slice(0, 64), bytes: Number(bytes), lines: Number(lines), words, longestLine }
  })
}

/** Every regular file below a directory, as `find` sees it. */
export const filesBelow = (directory: string): Array<Buffer> => {
  const out = execFileSync("find", [directory, "-type", "f", "-print0"], { maxBuffer })
  const files: Array<Buffer> = []
  for (let start = 0; start < out.length;) {
    const end = out.indexOf(0, start)
    files.push(out.subarray(start, end))
    start = end + 1
  }
  return files
}
