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
  /** Of the job that says so, if one does. */
  readonly attempt?: number
  /** No job says so: its thread died, or it never ran. */
  readonly isLost?: boolean
}

/** Nothing to read, and nothing wrong. */
export interface Note {
  readonly _tag: "Note"
  readonly path: FilePath
  readonly text: string
}

/** A thread was ended at that time (milliseconds since 1970), whatever it was doing. */
export interface Killed {
  readonly _tag: "Killed"
  readonly thread: string
  readonly atMillis: number
}

export type FileEvent = Digested | Failed | Note
export type Event = FileEvent | Killed

/** What was done to the threads, and what came of it: counts of threads, files and jobs, in all walks. */
export interface Chaos {
  killed: number
  lost: number
  ranAgain: number
}

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

export const merged = (all: Iterable<Sums>): Sums => {
  const sum = noSums()
  for (const one of all) {
    sum.files += one.files
    sum.bytes += one.bytes
    sum.lines += one.lines
    sum.words += one.words
    sum.longestLine = Math.max(sum.longestLine, one.longestLine)
  }
  return sum
}

export const sampleCount = 512
const failuresKept = 20
const sampledBytes = 1024 * 1024

export class Tally {
  readonly startMillis = performance.timeOrigin + performance.now()
  /** Files that the walk found up to now, and whether that is all. */
  found = 0
  walked = false
  /** More than one under `--chaos`; all but the first are compared only. */
  walks = 1
  readonly chaos: Chaos | undefined
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
  constructor(threads: Iterable<string>, isChaos = false) {
    this.chaos = isChaos ? { killed: 0, lost: 0, ranAgain: 0 } : undefined
    for (const name of threads) this.thread(name)
  }

  get done(): number {
    return this.totals.files + this.failed
  }

  /** What the threads have read, in all walks. */
  get read(): Sums {
    return merged(Array.from(this.threads.values(), ({ sums }) => sums))
  }

  get elapsedMillis(): number {
    return (this.endMillis ?? performance.timeOrigin + performance.now()) - this.startMillis
  }

  /** The clock stops: what follows is no longer part of the measured run. */
  end(): void {
    this.endMillis ??= this.startMillis + this.elapsedMillis
  }

  add(event: Event): void {
    if (event._tag === "Killed") {
      this.chaos!.killed++
      this.thread(event.thread).timeline.mark(event.atMillis)
      return
    }
    this.addAgain(event)
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
    if (digest.bytes <= sampledBytes) this.keep(path)
  }

  /** On a later walk only the work counts: the answer is known. */
  addAgain(event: FileEvent): void {
    const attempt = event._tag === "Digested" ? event.digest.attempt : event._tag === "Failed" ? event.attempt : 1
    if (this.chaos !== undefined) {
      if (attempt !== undefined && attempt > 1) this.chaos.ranAgain++
      if (event._tag === "Failed" && event.isLost === true) this.chaos.lost++
    }
    if (event._tag !== "Digested") return
    const { sums, timeline } = this.thread(event.digest.thread)
    addTo(sums, event.digest)
    timeline.add(event.digest.startedAtMillis, event.digest.busyMillis)
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
