/**
 * The sources that one thread sends work of, each under a number that no other thread uses: a receiver is told once what a
 * number stands for. Used by the sending thread only.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import type { Above } from "../state/loading.ts"
import { ranks } from "../state/state.ts"
import type { Intro, Kind } from "./protocol.ts"

/** Sources that one thread sends by number at the same time; beyond that the one not used for longest is told anew. */
const MOST_SOURCES = 256
/** And bytes of their texts; a longer one is the only one. */
const MOST_BYTES = 4 * 2 ** 20
/** What a receiver keeps of one sender: four times as many, for those that are told and not counted, as by broadcasts. */
export const MOST_OF_SENDER = 4 * MOST_SOURCES
/** Below it the thread's own id, which no other thread ever has; above it the count of its sources. */
const COUNT = 2 ** 20

/** The thread whose number it is. */
export const senderOf = (fn: number): number => fn % COUNT

/** How often one thread has told of any source. */
interface Tally {
  intros: number
}

/** One source under one job name. */
export class Source {
  readonly fn: number
  readonly kind: Kind
  readonly name: string
  readonly text: Uint8Array
  readonly rank: Intro["rank"]
  /** The walk through a state that has counted it last. */
  mark = 0
  /** Used since the sources were last looked through. */
  used = true
  private readonly tally: Tally

  constructor(tally: Tally, fn: number, kind: Kind, name: string, text: Uint8Array, rank: Intro["rank"]) {
    this.tally = tally
    this.fn = fn
    this.kind = kind
    this.name = name
    this.text = text
    this.rank = rank
  }

  /** Whether who was told of it at that point still has it for certain. Half of what is kept may have been on its way then. */
  isKept(at: number): boolean {
    return this.tally.intros - at < MOST_OF_SENDER / 2
  }

  /** The point of now, for `isKept`. */
  get now(): number {
    return this.tally.intros
  }

  intro(forget: ReadonlyArray<number> = none, above: Above = nobody): Intro {
    this.tally.intros++
    return { kind: this.kind, name: this.name, text: this.text, rank: this.rank, forget, above }
  }
}

const none: ReadonlyArray<number> = []
const nobody: Above = []

/** That a source was told of. */
interface Telling {
  /** It certainly came; else it was told by an ask that may yet be taken back. */
  readonly isSure: boolean
  /** See `Source.isKept`. */
  readonly at: number
}

/** A receiving state and what it has been told. The one that takes its place is another instance, and knows nothing. */
export class Listener {
  readonly thread: string
  readonly instance: number
  private readonly told = new Map<number, Telling>()
  private forgets: Array<number> = []

  constructor(thread: string, instance: number) {
    this.thread = thread
    this.instance = instance
  }

  /** What is to be told with a job of that source, if anything. `isTell`: it is in the mailbox for good once it is there. */
  introOf(source: Source, isTell: boolean): Intro | undefined {
    const told = this.told.get(source.fn)
    if (told !== undefined && (told.isSure || !isTell) && source.isKept(told.at)) return undefined
    const intro = source.intro(this.forgets)
    this.told.set(source.fn, { isSure: isTell, at: source.now })
    if (this.forgets.length > 0) this.forgets = []
    return intro
  }

  /** Whether the ask that has told it of that source may yet be taken back. */
  isInDoubt(source: Source): boolean {
    return this.told.get(source.fn)?.isSure === false
  }

  /** It has answered a job of that source. */
  knows(source: Source): void {
    const told = this.told.get(source.fn)
    if (told?.isSure === false) this.told.set(source.fn, { ...told, isSure: true })
  }

  /** What it was told may not have come there. */
  doubts(source: Source, forgets: ReadonlyArray<number>): void {
    this.told.delete(source.fn)
    this.forgets.push(...forgets)
  }

  forget(source: Source): void {
    if (this.told.delete(source.fn)) this.forgets.push(source.fn)
  }
}

/** All sources of one thread. */
export class Sources {
  private readonly thread: number
  private readonly byText = new Map<string, Array<Source>>()
  private readonly byBytes = new Map<string, Array<Source>>()
  private readonly all = new Set<Source>()
  private readonly places = new WeakMap<Source, { readonly all: Map<string, Array<Source>>; readonly key: string }>()
  private readonly listeners = new Set<Listener>()
  private readonly tally: Tally = { intros: 0 }
  private count = 0
  private bytes = 0

  constructor(thread: number) {
    this.thread = thread
  }

  /** Of a text of JavaScript, if it is known. */
  knownText(kind: Kind, name: string, text: string): Source | undefined {
    return this.known(this.byText, kind, name, text, ranks.full)
  }

  /** One that is not. */
  addText(kind: Kind, name: string, text: string, bytes: Uint8Array): Source {
    return this.add(this.byText, text, kind, name, bytes, ranks.full)
  }

  /** Of bytes of Lua; `latin` is one character for each, `rank` that of the thread's one state. */
  ofBytes(kind: Kind, name: string, latin: string, bytes: Uint8Array, rank: Intro["rank"]): Source {
    const known = this.known(this.byBytes, kind, name, latin, rank)
    return known ?? this.add(this.byBytes, latin, kind, name, bytes, rank)
  }

  private known(
    all: Map<string, Array<Source>>,
    kind: Kind,
    name: string,
    key: string,
    rank: Intro["rank"]
  ): Source | undefined {
    const same = all.get(key)
    if (same === undefined) return undefined
    // A thread may have a state of another rank by now: main, when one that was made there has closed.
    for (const source of same) {
      if (source.kind === kind && source.name === name && source.rank === rank) {
        source.used = true
        return source
      }
    }
    return undefined
  }

  /** One that somebody keeps: `undefined` where it was forgotten since. */
  alive(source: Source): boolean {
    source.used = true
    return this.all.has(source)
  }

  private add(
    all: Map<string, Array<Source>>,
    key: string,
    kind: Kind,
    name: string,
    text: Uint8Array,
    rank: Intro["rank"]
  ): Source {
    while (this.all.size >= MOST_SOURCES || (this.all.size > 0 && this.bytes + text.length > MOST_BYTES)) this.evict()
    this.bytes += text.length
    const source = new Source(this.tally, ++this.count * COUNT + this.thread, kind, name, text, rank)
    this.all.add(source)
    const same = all.get(key)
    if (same === undefined) all.set(key, [source])
    else same.push(source)
    this.places.set(source, { all, key })
    return source
  }

  /** The oldest that was not used since it was last its turn. */
  private evict(): void {
    for (const source of this.all) {
      this.all.delete(source)
      if (source.used) {
        source.used = false
        this.all.add(source)
        continue
      }
      this.bytes -= source.text.length
      const { all, key } = this.places.get(source)!
      const same = all.get(key)!
      if (same.length === 1) all.delete(key)
      else same.splice(same.indexOf(source), 1)
      for (const listener of this.listeners) listener.forget(source)
      return
    }
  }

  listen(listener: Listener): void {
    this.listeners.add(listener)
  }

  unlisten(listener: Listener): void {
    this.listeners.delete(listener)
  }
}

const perThread = new WeakMap<object, Sources>()

/** Those of the thread that has this service, whoever sends there: a Lua state, or TypeScript. */
export const sourcesOf = (system: ActorSystem["Service"], thread: number): Sources => {
  const key = system["~@stevedore/core/runtime"]
  let sources = perThread.get(key)
  if (sources === undefined) perThread.set(key, (sources = new Sources(thread)))
  return sources
}
