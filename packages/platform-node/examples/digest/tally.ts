/**
 * What the program knows so far, on the main thread: sums for all files, for each type and for each thread, and a
 * sample of files for the comparison with one thread. The results themselves are shown and forgotten.
 */
import type { Digest } from "./digest.protocol.ts"
import { type FilePath, typeOf } from "./filePath.ts"
import { Timeline } from "./timeline.ts"

/** One file was read. `index` counts files and failures in the order of the walk. */
export interface Digested {
  readonly _tag: "Digested"
  readonly index: number
  readonly path: FilePath
  readonly digest: Digest
}

/** One file was not read, for a reason that fits on a line. */
export interface Failed {
  readonly _tag: "Failed"
  readonly index: number
  readonly path: FilePath
  readonly reason: string
}

/** Nothing to read, and nothing wrong. */
export interface Note {
  readonly _tag: "Note"
  readonly path: FilePath
  readonly text: string
}

export type Event = Digested | Failed | Note

export interface Sums {
  files: number
  bytes: number
  lines: number
  words: number
  longestLine: number
}

const noSums = (): Sums => ({ files: 0, bytes: 0, lines: 0, words: 0, longestLine: 0 })

const addTo = (sums: Sums, digest: Digest): void => {
  sums.files++
  sums.bytes += digest.bytes
  sums.lines += digest.lines
  sums.words += digest.words
  sums.longestLine = Math.max(sums.longestLine, digest.longestLine)
}

export const sampleCount = 512
const failuresKept = 20
const sampledBytes = 1024 * 1024

export class Tally {
  readonly startMillis = performance.timeOrigin + performance.now()
  /** Files that the walk found up to now, and whether that is all. */
  found = 0
  walked = false
  failed = 0
  /** The first failures, to repeat them at the end. */
  readonly failures: Array<Failed> = []
  readonly totals = noSums()
  readonly types = new Map<string, Sums>()
  readonly threads = new Map<string, { readonly sums: Sums; readonly timeline: Timeline }>()
  /** An even sample of the files up to 1 MiB: each had the same chance to be in it. */
  readonly sample: Array<FilePath> = []
  private sampled = 0
  private endMillis: number | undefined

  /** Threads are listed even if they get nothing to do. */
  constructor(threads: Iterable<string>) {
    for (const name of threads) this.thread(name)
  }

  get done(): number {
    return this.totals.files + this.failed
  }

  get elapsedMillis(): number {
    return (this.endMillis ?? performance.timeOrigin + performance.now()) - this.startMillis
  }

  /** The clock stops: what follows is no longer part of the measured run. */
  end(): void {
    this.endMillis ??= this.startMillis + this.elapsedMillis
  }

  add(event: Event): void {
    if (event._tag === "Failed") {
      this.failed++
      if (this.failures.length < failuresKept) this.failures.push(event)
    }
    if (event._tag !== "Digested") return
    const { digest, path } = event
    addTo(this.totals, digest)
    const type = typeOf(path)
    let ofType = this.types.get(type)
    if (ofType === undefined) this.types.set(type, (ofType = noSums()))
    addTo(ofType, digest)
    const thread = this.thread(digest.thread)
    addTo(thread.sums, digest)
    thread.timeline.add(digest.startedAtMillis, digest.busyMillis)
    if (digest.bytes <= sampledBytes) this.keep(path)
  }

  private thread(name: string) {
    let thread = this.threads.get(name)
    if (thread === undefined) {
      this.threads.set(name, (thread = { sums: noSums(), timeline: new Timeline(this.startMillis) }))
    }
    return thread
  }

  /** Reservoir sampling. */
  private keep(path: FilePath): void {
    this.sampled++
    if (this.sample.length < sampleCount) this.sample.push(path)
    else {
      const at = Math.floor(Math.random() * this.sampled)
      if (at < sampleCount) this.sample[at] = path
    }
  }
}
