/*
 * One Lua state, and what belongs to it as a whole: its globals, its limits, the job that runs in it now, what it counts. Used
 * from the one thread that made it. Operations are in the files around it; this one knows none of them.
 */
import type * as Context from "effect/Context"
import type * as Fiber from "effect/Fiber"
import type { LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import type { Waiter } from "./apart.ts"
import type { Job } from "./job.ts"
import type { NativeModule } from "./modules.ts"
import type { Pending } from "./pending.ts"
import { killAll } from "./atomics.ts"

/** What a job may use. Without a limit, what is not set, there is none. */
export interface Limits {
  /** Milliseconds in which it may run, or the host works for it; the time in which it waits is not counted. */
  readonly time?: number | undefined
  /** VM instructions it may execute; native work (patterns, sorting, `string.rep`, the host's for a wait) counts, too. */
  readonly instructions?: number | undefined
  /** Bytes the whole state may hold, as an estimate of its strings, tables, functions and stacks. */
  readonly memoryBytes?: number | undefined
  /**
   * Milliseconds after which a running job gives others a turn; 0: never. Default 5. Callbacks of `table.sort` and `string.gsub`,
   * message handlers and readers of `load` give none before they return: there only limits and `killFrom` end what runs on.
   */
  readonly slice?: number | undefined
}

export type Sandbox = "strict" | "standard" | "full"

/** How far each level lets a script go. */
export const ranks = { strict: 0, standard: 1, full: 2 } as const satisfies Readonly<Record<Sandbox, number>>

/** Counters of a state, since it was made. */
export interface Counters {
  jobs: number
  failed: number
  waiting: number
  compiled: number
  cached: number
}

export class State {
  /** The main Lua thread: holds the stack on which modules are opened. No job runs on it. */
  readonly L: LuaStatePointer
  readonly name: string
  readonly sandbox: Sandbox
  readonly limits: Limits
  /** How many compiled sources it keeps. */
  readonly chunkLimit: number
  /** The services that were there when the state was made: for what has no fiber of its own, such as `print`. */
  readonly services: Context.Context<never>
  /** What jobs that other threads send are in lines of the log; null: it serves nobody. */
  servedAs: string | null = null
  /** What modules keep for this state, under keys of their own. */
  readonly data = new Map<unknown, unknown>()
  /** Folders that scripts may read Lua files from, as they really are. */
  readonly roots: Array<string> = []
  /** Where relative paths of the host begin: the first of the folders that it was given, or the process's as it was then. */
  base = ""
  /** Modules that `require` took from files, in that order, and whether one ever came to its end: what can be reloaded. */
  readonly fromFiles = new Map<string, boolean>()
  /** The module that had a table first: others whose files give it, too, have it from there. */
  readonly givenFirst = new WeakMap<Table, string>()
  /** Libraries and modules of the host, as they were loaded when the state was made: nothing puts a file in their place. */
  readonly builtIn = new Set<string>()
  /** The tables that were there then: theirs, what they hold, and those of the globals and of `package`. */
  readonly builtInTables = new WeakSet<Table>()
  /**
   * What its jobs have begun and nobody waits for: interrupted when the state closes. With the count of kills that it was begun under,
   * it is so by a kill, too; without (undefined), it is the rest of a job, which a kill ends where that waits.
   */
  readonly fibers = new Map<Fiber.Fiber<unknown, unknown>, number | undefined>()
  /** The state whose script made this one: what this one holds is held by that, too. */
  parent: State | null = null
  /** Modules of the host that states made by its scripts have, too. */
  readonly inherited: Array<NativeModule> = []
  /** The states that its scripts made and have not closed. */
  readonly children = new Set<State>()
  /** Called, in reverse order, when the state closes. */
  readonly closers: Array<() => void> = []
  /** One word that other threads may see: how often the state's jobs were killed. */
  readonly kills: Int32Array<SharedArrayBuffer>
  readonly counters: Counters = { jobs: 0, failed: 0, waiting: 0, compiled: 0, cached: 0 }
  /** The job that runs now, or null. */
  job: Job | null = null
  /** A job in it was ended by a limit or a kill. */
  overdrawn = false
  /** Set once, by closing: whatever comes later finds it and does nothing. */
  closed = false
  /** Errors that the host raised as tables, with what they stand for. */
  readonly causes = new WeakMap<Table, unknown>()
  /** What stands behind the references that the host has to values of its scripts: nobody else reaches the state by one. */
  references = new WeakMap<object, TValue>()
  /** Tables of it that modules of the host hold, for as long as it is open. */
  readonly tables: Array<Table> = []
  /** The Lua thread of a job that has ended, for the next one. */
  spare: LuaStatePointer | null = null
  /** Bytes held when they were last counted, and what the meter showed then, moved on by what others have made since. */
  held = 0
  meterAt = 0
  /** What the meter showed when nothing of it ran any more, and how many of its jobs, within each other, run now. */
  leftAt = 0
  inside = 0
  /** What the host held for it when it was last counted, and whether a job of it has run since. */
  things = 0
  ran = false
  /** A look at what it has begun is due. */
  relieving = false
  /** Told how much that it had begun was ended because of its limit of memory. */
  flooded: ((ended: number, allowed: number) => void) | null = null
  /** The Lua threads of its jobs that have not ended: what they hold is held. */
  readonly threads = new Map<LuaStatePointer, Job>()
  /** What the host holds for it, until something has happened or the script takes it back. */
  readonly pending = new Set<Pending>()

  /** Its jobs that wait, or waited and go on. */
  readonly waiters = new Set<Waiter>()
  /** It hears of kills by other threads: once so, until it closes. */
  watched = false

  constructor(options: {
    readonly L: LuaStatePointer
    readonly name: string
    readonly sandbox: Sandbox
    readonly limits: Limits
    readonly chunkLimit: number
    readonly services: Context.Context<never>
    readonly kills: Int32Array<SharedArrayBuffer>
  }) {
    this.L = options.L
    this.name = options.name
    this.sandbox = options.sandbox
    this.limits = options.limits
    this.chunkLimit = options.chunkLimit
    this.services = options.services
    this.kills = options.kills
    const global = this.L.l_G as { owner?: State }
    global.owner = this
  }

  /** Ends what runs now with an error that Lua cannot catch. */
  kill(): void {
    killAll(this.kills)
  }
}

/** The state that a Lua thread (any coroutine of it) belongs to. */
export const stateOf = (L: LuaStatePointer): State => (L.l_G as { owner?: State }).owner as State
