/**
 * Names: which actor instances exist on which threads. Main decides, and pushes each change to every thread; each thread
 * keeps one `Binding` a name, which chooses the target of a job.
 */
import type { Routing } from "../../Routing.ts"
import { Binding } from "../sending/binding.ts"
import type { SlowOptions } from "./slow.ts"
import type { Mesh } from "../thread/mesh.ts"
import type { Outbox } from "../sending/outbox.ts"

/** One instance of an actor. Structured-cloneable, as all news are. */
export interface MemberEntry {
  readonly thread: number
  readonly incarnation: number
  readonly instance: number
  readonly threadName: string
  /** It works on one job at a time. */
  readonly serial: boolean
  /** `restarting`: its thread has died, and another one will take its place; `dead`: none will. */
  readonly state: "up" | "restarting" | "dead"
}

/** What to do when there is no room: wait, wait so many milliseconds, fail, or let one of the sender's jobs give way. */
export type WhenFull = "suspend" | "fail" | "dropNewest" | "dropOldest" | number

export interface ActorEntry {
  /** The service's id, under which clients look for it. */
  readonly name: string
  /** The id under which its handlers are built: the same for all tags of one actor. */
  readonly served: string
  readonly strategy: Routing<any, any>["strategy"]
  readonly window: number
  readonly whenFull: WhenFull
  readonly members: ReadonlyArray<MemberEntry>
  /** A thread that dies is started again: what it left unstarted waits for that, or moves. */
  readonly restarts: boolean
  /** Its Rpcs, in the order of their methods. */
  readonly jobs?: ReadonlyArray<string> | undefined
  /** Threads join and leave by themselves (`layerHere`), all with handlers of that fingerprint. */
  readonly joined?: string | undefined
}

/** A thread wants to serve an actor beside those that do. */
export interface Joining extends Pick<ActorEntry, "name" | "served" | "window" | "whenFull"> {
  readonly jobs: ReadonlyArray<string>
  readonly fingerprint: string
  readonly instance: number
  readonly serial: boolean
  readonly slow: SlowOptions
}

export interface ThreadEntry {
  readonly thread: number
  readonly incarnation: number
  readonly name: string
  /** It was told to end and does not: why. */
  readonly lost?: string
}

/** They come in order, and each thread gets the whole first. */
export interface News {
  readonly version: number
  /** Deaths up to here are dealt with before this is applied. */
  readonly epoch: number
  readonly threads: ReadonlyArray<ThreadEntry>
  /** There are no other actors than these. */
  readonly whole: boolean
  /** Those that are new or have changed. */
  readonly actors: ReadonlyArray<ActorEntry>
  /** Names that are gone. */
  readonly removed: ReadonlyArray<string>
}

/** An instance in words. */
export const instanceOn = (actor: string, thread: string): string => `${actor} on ${thread}`

const nobody: ReadonlyArray<MemberEntry> = []

/** All names of one thread. */
export class Directory {
  private version = 0
  threads: ReadonlyArray<ThreadEntry> = []
  /** Their names by their records: each job that runs as a fiber is told the name of its sender. */
  private threadNames: Array<string> = []
  private readonly actors = new Map<string, ActorEntry>()
  private readonly bindings = new Map<string, Binding>()
  /** Who wants to know when the members of a name have changed. */
  private readonly watchers = new Map<string, Set<() => void>>()
  private readonly mesh: Mesh
  private readonly outbox: Outbox
  private ended = false

  constructor(mesh: Mesh, outbox: Outbox) {
    this.mesh = mesh
    this.outbox = outbox
  }

  apply(news: News): void {
    if (this.ended || news.version <= this.version) return
    this.version = news.version
    this.threads = news.threads
    this.threadNames = []
    for (const { name, thread } of news.threads) this.threadNames[thread] ??= name
    const changed = new Set(news.removed)
    if (news.whole) for (const name of this.actors.keys()) changed.add(name)
    for (const name of changed) this.actors.delete(name)
    for (const entry of news.actors) {
      this.actors.set(entry.name, entry)
      changed.add(entry.name)
    }
    // Only of those: a program may have thousands of actors.
    for (const name of changed) {
      const binding = this.bindings.get(name)
      if (binding !== undefined) this.refresh(binding)
    }
    for (const name of changed) this.changed(name)
  }

  private changed(name: string): void {
    for (const look of Array.from(this.watchers.get(name) ?? [])) look()
  }

  /** Calls `look` whenever the members of that name have changed, until the returned function is called. */
  watch(name: string, look: () => void): () => void {
    const looks = this.watchers.get(name) ?? new Set()
    this.watchers.set(name, looks.add(look))
    return () => {
      if (looks.delete(look) && looks.size === 0) this.watchers.delete(name)
    }
  }

  /** The version up to which all is applied. */
  get applied(): number {
    return this.version
  }

  /** Who serves that name, or will again; the same array as long as nothing changes. */
  members(name: string): ReadonlyArray<MemberEntry> {
    return this.actors.get(name)?.members ?? nobody
  }

  /** News that may not be applied yet: names that are gone are sent nothing more. */
  announce(news: News): void {
    for (const name of news.removed) {
      const binding = this.bindings.get(name)
      if (binding !== undefined) binding.ended = true
    }
  }

  /** This thread takes part no longer: whatever the name, nobody is there. */
  end(): void {
    this.ended = true
    this.actors.clear()
    for (const binding of this.bindings.values()) binding.end()
    for (const name of Array.from(this.watchers.keys())) this.changed(name)
  }

  private refresh(binding: Binding): void {
    if (this.ended) return binding.end()
    const entry = this.actors.get(binding.name)
    if (entry !== undefined || binding.known) binding.update(entry)
  }

  binding(name: string): Binding {
    const known = this.bindings.get(name)
    if (known !== undefined) return known
    const binding = new Binding(name, this.mesh, this.outbox)
    this.bindings.set(name, binding)
    this.refresh(binding)
    return binding
  }

  /** The Rpcs of an actor that is served; `undefined` when there is none of that name. */
  jobs(name: string): ReadonlyArray<string> | undefined {
    const entry = this.actors.get(name)
    return entry === undefined ? undefined : (entry.jobs ?? [])
  }

  /** What those that have joined an actor agree on: the fingerprint of their handlers. */
  layout(name: string): string | undefined {
    return this.actors.get(name)?.joined
  }

  /** The names of all tags under which those handlers are served. */
  serving(served: string): ReadonlyArray<string> {
    const names: Array<string> = []
    for (const entry of this.actors.values()) if (entry.served === served) names.push(entry.name)
    return names
  }

  /** Whether anybody serves, or has asked for, that name: unlike `binding` it keeps nothing. */
  has(name: string): boolean {
    return this.bindings.has(name) || this.actors.has(name)
  }

  threadName(thread: number): string {
    return this.threadNames[thread] ?? `#${thread}`
  }

  /** The name of an actor by one of its instances, and of its job by the place of its method. */
  jobOf(instance: number, method: number): readonly [actor: string, job: string] | undefined {
    for (const { jobs, members, name } of this.actors.values()) {
      const job = members.some((each) => each.instance === instance) ? jobs?.[method] : undefined
      if (job !== undefined) return [name, job]
    }
    return undefined
  }

  /** An instance in words, `actor on thread`; by its number as long as it is not known here. */
  instanceName(instance: number): string {
    for (const { members, name } of this.actors.values()) {
      const member = members.find((each) => each.instance === instance)
      if (member !== undefined) return instanceOn(name, member.threadName)
    }
    return `#${instance}`
  }
}
