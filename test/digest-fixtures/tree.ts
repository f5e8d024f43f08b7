/**
 * A directory tree with everything that a file system can put in the way.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { execFileSync } from "node:child_process"
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A new directory, removed with the scope; others may read it. */
export const temporaryDirectory: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => {
    const path = mkdtempSync(join(tmpdir(), "digest-"))
    chmodSync(path, 0o755)
    return path
  }),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

export const oddNames: ReadonlyArray<string | Buffer> = [
  "with space",
  "new\nline",
  "tab\tbell\u0007escape\u001b[31m",
  "quote'\"`$(x)",
  "back\\slash",
  "$'dollar'",
  "-n",
  "*?[a]",
  "ümläut-日本語-👩‍👧",
  "right\u202eto left",
  "\ufffd",
  Buffer.from([0x66, 0xff, 0xfe, 0x2e, 0x74, 0x78, 0x74]),
  Buffer.from([0xe2, 0x82])
]

const contents: Record<string, string | Uint8Array> = {
  empty: "",
  "no-newline.txt": "one two",
  "newline-only.txt": "\n",
  "crlf.txt": "first line\r\nsecond\r\n\r\nlast",
  "spaces.txt": " \t\v\f\r \n  \n",
  "no-break-space.txt": Uint8Array.of(0x61, 0xa0, 0x62, 0x20, 0xc2, 0x85, 0x63),
  "odd.txt": "ab\ncd\ne",
  "all-bytes.bin": Uint8Array.from({ length: 70_001 }, (_, i) => (i * 131) & 0xff),
  "one-long-line.txt": `${"x".repeat(300_001)}\nshort`,
  // Longer than a slice, and of odd length: words and lines go on over the border of every chunk.
  "large.log": "a word, and some more words on a line\n".repeat(230_000) + "end"
}

/** Plain files only: what `find -type f` lists is what must be listed. */
export const plainTree = (root: string): void => {
  mkdirSync(join(root, "a/b/c"), { recursive: true })
  mkdirSync(join(root, "empty directory"))
  mkdirSync(join(root, "names"))
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(root, "a", name), content)
  for (const name of oddNames) {
    writeFileSync(
      Buffer.concat([Buffer.from(`${root}/names/`), Buffer.from(name as Buffer)]),
      `I am ${name.length} long\n`
    )
  }
  for (let i = 0; i < 40; i++) writeFileSync(join(root, "a/b/c", `file-${i}.txt`), `${i}\n`.repeat(i * 17))
  let deep = root
  for (let i = 0; i < 30; i++) deep = join(deep, `deep${i}`)
  mkdirSync(deep, { recursive: true })
  writeFileSync(join(deep, "bottom.txt"), "at last\n")
}

/** Links of every kind; `good` names have no own file behind them in the tree. */
export const linkTree = (root: string): void => {
  mkdirSync(join(root, "real/inner"), { recursive: true })
  mkdirSync(join(root, "outside"))
  writeFileSync(join(root, "real/file.txt"), "content\n")
  writeFileSync(join(root, "real/inner/deeper.txt"), "deeper\n")
  writeFileSync(join(root, "outside/only-by-link.txt"), "linked\n")
  writeFileSync(join(root, "outside/twice.txt"), "twice\n")
  mkdirSync(join(root, "tree"))
  symlinkSync("../real", join(root, "tree/directory-link"))
  symlinkSync("../real", join(root, "tree/second-directory-link"))
  symlinkSync("..", join(root, "real/inner/cycle"))
  symlinkSync("../outside/only-by-link.txt", join(root, "tree/file-link"))
  symlinkSync("../outside/twice.txt", join(root, "tree/twice-1"))
  symlinkSync("../outside/twice.txt", join(root, "tree/twice-2"))
  symlinkSync("nowhere", join(root, "tree/broken"))
  symlinkSync("itself", join(root, "tree/itself"))
  symlinkSync("/dev/null", join(root, "tree/device"))
}

export const fifo = (path: string): void => void execFileSync("mkfifo", [path])

/** Takes no room on the disk, and as long to read as if it did. */
export const sparseFile = (path: string, bytes: number): void => {
  writeFileSync(path, "")
  truncateSync(path, bytes)
}
