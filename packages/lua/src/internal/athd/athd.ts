/**
 * What one Lua state is among the others of its system: its own handle, its clients of the others, and the jobs of its own that
 * nobody waits for.
 */
import { existsSync } from "node:fs"
import { dirname, isAbsolute, resolve } from "node:path"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { LuaLimitError, LuaRuntimeError } from "../../LuaError.ts"
import type { LuaStatePointer, Table, TString, TValue } from "../fengari/types.ts"
import { fengari } from "../fengari/load.ts"
import { getField, isCallable, LUA_TNIL, pushSlot, stringSlot } from "../state/stack.ts"
import { watch } from "../state/apart.ts"
import { killsOf } from "../state/atomics.ts"
import type { Begun } from "../state/begun.ts"
import { bytesOf } from "../state/bytes.ts"
import { causeText } from "../state/causeText.ts"
import { located, permittedScript } from "../state/files.ts"
import { type Job, runJob, type Work } from "../state/job.ts"
import { hold, type Pending } from "../state/pending.ts"
import { type State, stateOf } from "../state/state.ts"
import { typeName } from "../state/values.ts"
import { Handles, setHandles } from "./handle.ts"
import type { LuaMain } from "./main.ts"
import { tagOf } from "./protocol.ts"
import type { To } from "./remote.ts"
import type { Remotes } from "./remotes.ts"
import { Reports } from "./reports.ts"
import { dataOf, type StateData } from "./stateOptions.ts"

const { ltable, meter } = fengari

/** What a state's thread brings. */
export interface Place {
  readonly context: Context.Context<never>
  readonly system: ActorSystem["Service"]
  readonly thread: { readonly id: number; readonly name: string }
  /** The handle of the state itself. */
  readonly own: To
  readonly main: LuaMain["Service"]
  readonly remotes: Remotes
  readonly secret: Uint8Array
  /** Options of the state, as they came. */
  readonly data: StateData
  /** The script that the state ran first; what it names is found beside it. */
  readonly entry: string | undefined
  /** Its script has run, and others may send. */
  hasStarted: boolean
}

let lives = 0

export class Athd {
  readonly place: Place
  /** Of all states that its system has had: one that takes this one's place runs the same scripts again. */
  readonly life: string
  readonly state: State
  readonly handles: Handles
  /** What the states are made with that its scripts have made: none may do more than this one. */
  readonly given: StateData
  /** The module, whose functions a script may replace. */
  readonly table: Table
  /** What it has when nobody has replaced it. */
  onwork: TValue | undefined = undefined
  /** Jobs that were pushed and have not ended. */
  pushed = 0
  private readonly idlers: Array<() => void> = []
  private readonly reports: Reports
  private readonly warnings: Reports
  /** The last that was made of a job's, which mostly begins several. */
  private last: { readonly from: Context.Context<never>; readonly context: Begun["context"] } | undefined = undefined
  private readonly runFork: <A, E>(effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>

  constructor(place: Place, state: State, table: Table) {
    this.place = place
    this.life = `${place.thread.id} ${++lives}`
    this.state = state
    this.table = table
    this.handles = new Handles(place.secret, place.remotes)
    const { chunkLimit: chunkCache, limits, roots, sandbox } = state
    this.given = dataOf({ ...place.data, sandbox, limits, roots: [...roots], chunkCache })
    this.runFork = Effect.runForkWith(place.context)
    setHandles(state, this.handles)
    state.servedAs = `${tagOf(place.own.name).key}.work`
    all.set(state, this)
    state.tables.push(table)
    state.closers.push(() => this.close())
    state.flooded = (ended, allowed) => this.flooded(ended, allowed)
    const later = (millis: number, then: () => void): (() => void) => {
      const fiber = this.runFork(Effect.andThen(Effect.sleep(millis), Effect.sync(then)))
      return () => fiber.interruptUnsafe()
    }
    this.reports = new Reports(
      "jobs that nobody waits for failed",
      (line) => this.runFork(Effect.logError(line)),
      later
    )
    this.warnings = new Reports("messages were lost", (line) => this.note(line), later)
  }

  /**
   * The script that this state's script names: beside its own, or in its folders. `undefined` where there is none that it may
   * read; nobody learns whether there is one that it may not.
   */
  entryOf(L: LuaStatePointer, script: string): string | undefined {
    const { entry } = this.place
    const { base, roots, sandbox } = this.state
    const beside = entry === undefined ? [] : [dirname(entry)]
    if (sandbox === "full") {
      const places = [...beside, base, ...roots].map((folder) => located(script, folder))
      return places.find((place) => existsSync(place)) ?? places[0]
    }
    if (meter.steps < 0) meter.exhausted(L)
    const places = isAbsolute(script) ? [script] : [...beside, ...roots].map((folder) => resolve(folder, script))
    // A look at a file is as long as some hundred instructions.
    meter.steps -= 500 * places.length
    for (const place of places) {
      const found = permittedScript(this.state, place)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** How many threads the system has: what goes to all of them costs as much more. */
  get threads(): number {
    return Effect.runSync(this.place.system.threads).length
  }

  /** A function of the module as it is now. */
  hook(name: TString): TValue {
    return ltable.luaH_getstr(this.table, name)
  }

  /** That a hook is nothing that can be called, in words. */
  unusable(name: keyof typeof hooks): string {
    const slot = this.hook(hooks[name])
    const is = slot.type === LUA_TNIL ? "nil" : `a ${typeName(slot)}`
    return `athd.${name} of the state '${this.state.name}' is ${is}, not a function`
  }

  /** Pushes a hook for a job, which fails where it cannot be called. */
  pushHook(L: LuaStatePointer, name: keyof typeof hooks): void {
    const slot = this.hook(hooks[name])
    if (!isCallable(L, slot)) {
      throw new LuaRuntimeError({ chunk: `athd.${name}`, detail: this.unusable(name), traceback: "" })
    }
    pushSlot(L, slot)
  }

  get isHookReplaced(): boolean {
    const slot = this.hook(hooks.onwork)
    return slot.value !== this.onwork?.value
  }

  /**
   * Runs what the running script begins and does not wait for, until the state closes or its jobs are killed. What it holds counts as the
   * state's. The job that `ended` may begin is begun by the script's. Where it is the state that ends it, there is no exit.
   */
  begin<A, E>(
    L: LuaStatePointer,
    effect: Effect.Effect<A, E>,
    ended: (exit: Exit.Exit<A, E> | undefined, begun: Begun) => void,
    pending: Pending
  ): void {
    const begun = this.begunBy(stateOf(L).job)
    const held: Pending = { ...pending, isBegun: true }
    const isPending = this.start(effect, (exit) => ended(exit, begun), begun.context, begun.kills, held)
    if (isPending) hold(L, held)
  }

  /** What is begun now, by that job; null: by what the host runs on this fiber. */
  private begunBy(job: Job | null): Begun {
    const fiber = Fiber.getCurrent()
    // What the script has seen: it may run on for a moment after it was killed.
    const kills = job?.kills ?? killsOf(this.state.kills)
    const served = fiber === undefined ? this.state.servedAs : fiber.getRef(References.CurrentLogAnnotations)["job"]
    const name = job?.begun === undefined ? served : job.begun.job
    if (fiber === undefined) return { kills, job: name, context: undefined }
    return { kills, job: name, context: this.contextOf(fiber) }
  }

  /**
   * The thread's own, with what is said of a job, if anything is. Not that of its fiber: nobody who waits for the job waits for what it
   * begins, as core would take it.
   */
  private contextOf(fiber: Fiber.Fiber<unknown, unknown>): Begun["context"] {
    const from = fiber.context
    if (this.last?.from !== from) {
      const { carrier } = this.place.system["~@stevedore/core/runtime"]
      const isSaid = carrier.of(fiber) !== undefined
      this.last = { from, context: isSaid ? Context.merge(this.place.context, said(from)) : undefined }
    }
    return this.last.context
  }

  /** Whether it has not ended at once. */
  private start<A, E>(
    effect: Effect.Effect<A, E>,
    ended: (exit: Exit.Exit<A, E> | undefined) => void,
    context: Context.Context<never> | undefined,
    kills?: number,
    pending?: Pending
  ): boolean {
    const { state } = this
    // What ends the fiber from here passes that by: an interruption that it catches is one of the work's own, and its sender's to hear.
    const fiber = (context === undefined ? this.runFork : Effect.runForkWith(context))(Effect.exit(effect))
    const exit = fiber.pollUnsafe()
    if (exit !== undefined) {
      ended(exitOf(exit))
      return false
    }
    state.fibers.set(fiber, kills)
    fiber.addObserver((exit) => {
      state.fibers.delete(fiber)
      if (pending !== undefined) state.pending.delete(pending)
      if (!state.closed) ended(exitOf(exit))
      this.look()
    })
    if (kills !== undefined) {
      watch(state)
      // Killed since its job began, and nobody has looked.
      if (killsOf(state.kills) !== kills) fiber.interruptUnsafe()
    }
    return state.fibers.has(fiber)
  }

  /** Runs a job of this state that nobody waits for: what fails it is logged. It is not begun if there was a kill since that of `begun`. */
  fork(work: Work<void>, what: string, begun: Begun = this.begunBy(null)): void {
    if (killsOf(this.state.kills) !== begun.kills) return
    const job = () => runJob(this.state, { ...work, begun })
    // What it says before it first waits has what is said of it, too.
    const run = begun.context === undefined ? job() : Effect.suspend(job)
    if (Exit.isExit(run)) this.logged(run, what)
    else this.start(run, (exit) => this.logged(exit, what), begun.context)
  }

  private logged(exit: Exit.Exit<unknown, unknown> | undefined, what: string): void {
    if (exit?._tag === "Failure") this.report(`${what} failed`, exit)
  }

  report(text: string, exit: Exit.Failure<unknown, unknown>): void {
    this.reports.add(() => `${text}: ${causeText(exit.cause)}`)
  }

  private flooded(ended: number, allowed: number): void {
    const { message } = new LuaLimitError({
      limit: "memory",
      budget: allowed,
      chunk: "athd",
      detail: "in what they began"
    })
    this.reports.add(
      () => `${ended} forks, timers, pushes and waiting jobs that nobody waits for were ended: ${message}`
    )
  }

  /** A message that nobody took, of which there may be thousands. */
  warn(text: () => string): void {
    this.warnings.add(text)
  }

  /** A warning that is no job's. */
  note(text: string): void {
    this.runFork(Effect.logWarning(text))
  }

  /** Completes when nothing of this state is under way any more: no job of its own, none that it has pushed. */
  readonly idle: Effect.Effect<void> = Effect.callback((resume) => {
    this.idlers.push(() => resume(Effect.void))
    this.look()
  })

  private look(): void {
    if (this.state.fibers.size > 0 || this.pushed > 0) return
    for (const idler of this.idlers.splice(0)) idler()
  }

  ended(): void {
    this.pushed--
    this.look()
  }

  private close(): void {
    this.pushed = 0
    this.reports.flush()
    this.warnings.flush()
    this.look()
  }
}

/** Of what runs under it; nothing where it was interrupted itself. */
const exitOf = <A, E>(exit: Exit.Exit<Exit.Exit<A, E>>): Exit.Exit<A, E> | undefined =>
  Exit.isSuccess(exit) ? exit.value : undefined

/** What core sends along with what a job asks. */
const said = Context.pick(
  References.CurrentLogAnnotations,
  References.MinimumLogLevel,
  References.CurrentLogLevel,
  Tracer.ParentSpan
)

const all = new WeakMap<State, Athd>()

/** That of a state; there is none in states that no thread of Lua has made. */
export const athdOf = (state: State): Athd | undefined => all.get(state)

const word = (text: string): TString => stringSlot(null as never as LuaStatePointer, bytesOf(text)).value

/** Names of the functions that a script may replace. */
export const hooks = { onwork: word("onwork"), ondone: word("ondone"), onerror: word("onerror") }

/** A field of the module, by its name. */
export const fieldOf = (L: LuaStatePointer, table: Table, name: string): TValue => getField(L, table, name)
