/**
 * Finds the files below the given paths, on the main thread, one at a time: what is found is already being read while
 * the walk goes on, and a directory tree of any size needs only the memory of its directories.
 *
 * Links wait until everything that has a name of its own was listed, so a file that is reached twice is listed under
 * its own name; then directory links are followed, once each by real path, so a cycle ends by itself. Every name that
 * was met leads to exactly one line: a file, a reason why it cannot be read, or a note why nothing came of it.
 */
import type { Dirent, Stats } from "node:fs"
import { lstat, readdir, readlink, realpath, stat } from "node:fs/promises"
import { Buffer } from "node:buffer"
import { basename, dirname, type FilePath, fromBytes, join, key, printable } from "./filePath.ts"
import { notRegular, reasonOf } from "./reason.ts"

export type Found =
  | { readonly _tag: "File"; readonly path: FilePath }
  | { readonly _tag: "Unreadable"; readonly path: FilePath; readonly reason: string }
  | { readonly _tag: "Note"; readonly path: FilePath; readonly text: string }

export interface WalkOptions {
  /** Names of directories that are left out below the roots. Default: none. */
  readonly skip?: ReadonlySet<string> | undefined
}

interface Directory {
  readonly path: FilePath
  readonly real: FilePath
}

/** A directory on the way down, with what of it is still to be visited. */
interface Frame extends Directory {
  readonly entries: Array<Dirent<Buffer>>
}

const file = (path: FilePath): Found => ({ _tag: "File", path })
const unreadable = (path: FilePath, reason: string): Found => ({ _tag: "Unreadable", path, reason })
const note = (path: FilePath, text: string): Found => ({ _tag: "Note", path, text })

const realPath = async (path: FilePath): Promise<FilePath> =>
  fromBytes(await realpath(path as string, { encoding: "buffer" }))

const whyBroken = async (path: FilePath, error: unknown): Promise<string> => {
  const code = (error as NodeJS.ErrnoException).code
  if (code === "ELOOP") return "link that leads in a circle"
  if (code !== "ENOENT") return reasonOf(error)
  return `broken link to ${printable(fromBytes(await readlink(path as string, { encoding: "buffer" })))}`
}

export async function* walk(
  roots: ReadonlyArray<FilePath>,
  { skip = new Set() }: WalkOptions = {}
): AsyncGenerator<Found, void, void> {
  // Real paths, and the name under which each was listed.
  const directories = new Map<string, FilePath>()
  const looseFiles = new Map<string, FilePath>() // files that were not listed along with their directory
  const links: Array<FilePath> = []

  /** A file that was named by itself, or by a link. */
  const looseFile = (path: FilePath, real: FilePath): Found => {
    const parent = directories.get(key(dirname(real)))
    const earlier = looseFiles.get(key(real)) ?? (parent && join(parent, basename(real)))
    if (earlier !== undefined) return note(path, `listed already as ${printable(earlier)}`)
    looseFiles.set(key(real), path)
    return file(path)
  }

  async function* enter({ path, real }: Directory): AsyncGenerator<Found, Frame | undefined, void> {
    const earlier = directories.get(key(real))
    if (earlier !== undefined) {
      yield note(path, `directory walked already as ${printable(earlier)}`)
      return undefined
    }
    try {
      const entries = await readdir(path as string, { encoding: "buffer", withFileTypes: true })
      directories.set(key(real), path)
      if (entries.length === 0) yield note(path, "empty directory")
      return { path, real, entries: entries.sort((a, b) => Buffer.compare(b.name, a.name)) } // taken from the end
    } catch (error) {
      yield unreadable(path, reasonOf(error))
      return undefined
    }
  }

  async function* descend(top: Directory): AsyncGenerator<Found, void, void> {
    const first = yield* enter(top)
    const frames: Array<Frame> = first === undefined ? [] : [first]
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const entry = frame.entries.pop()
      if (entry === undefined) {
        frames.pop()
        continue
      }
      const name = fromBytes(entry.name)
      const path = join(frame.path, name)
      if (entry.isSymbolicLink()) links.push(path)
      else if (entry.isFile()) {
        const earlier = looseFiles.size === 0 ? undefined : looseFiles.get(key(join(frame.real, name)))
        yield earlier === undefined ? file(path) : note(path, `listed already as ${printable(earlier)}`)
      } else if (!entry.isDirectory()) yield unreadable(path, notRegular(entry))
      else if (typeof name !== "string" || !skip.has(name)) {
        const below = yield* enter({ path, real: join(frame.real, name) })
        if (below !== undefined) frames.push(below)
      }
    }
  }

  async function* visit(path: FilePath, real: FilePath, kind: Stats): AsyncGenerator<Found, void, void> {
    if (kind.isDirectory()) yield* descend({ path, real })
    else yield kind.isFile() ? looseFile(path, real) : unreadable(path, notRegular(kind))
  }

  for (const root of roots) {
    try {
      const kind = await lstat(root as string)
      if (kind.isSymbolicLink()) links.push(root)
      else yield* visit(root, await realPath(root), kind)
    } catch (error) {
      yield unreadable(root, reasonOf(error))
    }
  }
  for (let i = 0; i < links.length; i++) {
    const link = links[i]!
    try {
      const real = await realPath(link)
      yield* visit(link, real, await stat(link as string))
    } catch (error) {
      yield unreadable(link, await whyBroken(link, error))
    }
  }
}
