/**
 * Reads one file in one pass, with constant memory, and tells its SHA-256 and counts. Runs in the workers.
 *
 * Reads are synchronous: on a thread of its own that is the fastest way, and a page in the cache needs no wait. Between
 * slices of a large file the thread turns to its mailbox, so that an interrupted job ends within milliseconds.
 */
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import { TextCounter } from "./countText.ts"
import type { FilePath } from "./filePath.ts"
import { notRegular, reasonOf } from "./reason.ts"

export interface FileFacts {
  readonly sha256: string
  readonly bytes: number
  readonly lines: number
  readonly words: number
  readonly longestLine: number
}

const sliceBytes = 4 * 1024 * 1024

/** Non-blocking, since opening a FIFO would wait for its writer; a regular file does not notice. */
const flags = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0) | (fs.constants.O_NOCTTY ?? 0)

const attempt = <A>(evaluate: () => A): Effect.Effect<A, string> => Effect.try({ try: evaluate, catch: reasonOf })

const open = (path: FilePath) =>
  Effect.try({
    try: () => fs.openSync(path as string, flags),
    // Only a socket, or a FIFO and a device whose other side is missing, refuse like this.
    catch: (error) => ((error as NodeJS.ErrnoException).code === "ENXIO" ? "not a regular file" : reasonOf(error))
  })

/**
 * Two looks at the file enclose the pass. Whatever changed between them, a hash of half the old and half the new
 * content would be a wrong answer, so it is none. (Files that the kernel makes up, as in /proc, call their size 0.)
 */
const changed = (before: fs.Stats, after: fs.Stats, bytes: number): string | undefined => {
  if (after.size !== before.size) return `changed while it was read: had ${before.size} bytes, then ${after.size}`
  if (after.mtimeMs !== before.mtimeMs) return "changed while it was read"
  if (bytes !== after.size && after.size !== 0) return `has ${after.size} bytes, but only ${bytes} could be read`
  return undefined
}

export const readDigest = (path: FilePath, buffer: Uint8Array): Effect.Effect<FileFacts, string> =>
  Effect.acquireUseRelease(
    open(path),
    Effect.fnUntraced(function* (fd) {
      const before = yield* attempt(() => fs.fstatSync(fd))
      if (!before.isFile()) return yield* Effect.fail(notRegular(before))
      const hash = createHash("sha256")
      const text = new TextCounter()
      let bytes = 0
      const slice = attempt(() => {
        const end = bytes + sliceBytes
        while (bytes < end) {
          const count = fs.readSync(fd, buffer, 0, buffer.length, null)
          if (count === 0) return true
          const chunk = buffer.subarray(0, count)
          hash.update(chunk)
          text.update(chunk)
          bytes += count
        }
        return false
      })
      while (!(yield* slice)) yield* Effect.yieldNow
      const trouble = changed(before, yield* attempt(() => fs.fstatSync(fd)), bytes)
      if (trouble !== undefined) return yield* Effect.fail(trouble)
      return {
        sha256: hash.digest("hex"),
        bytes,
        lines: text.lines,
        words: text.words,
        longestLine: text.longestLine
      }
    }),
    (fd) => Effect.sync(() => fs.closeSync(fd))
  )
