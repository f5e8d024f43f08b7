/*
 * Modules whose files run now. A file may wait for the host, and other jobs of the state go on meanwhile: who requires the same
 * module then waits for it, and gets what it becomes, or what it failed with. Nobody waits in a circle: that is an error which
 * names the modules. A file may wait for a job of its own state, also by way of other states and threads: such a job knows the modules
 * whose files wait for it.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, TValue } from "../fengari/types.ts"
import type { Job } from "./job.ts"
import { functionSlot, kept, pushSlot } from "./stack.ts"
import type { State } from "./state.ts"

const { lua } = fengari

/** What it failed with; null: it has come to an end, and whoever waited looks again. */
type Ended = TValue | null

/** Modules whose files wait for whoever has them: numbers that no other in this process has. */
export type Above = ReadonlyArray<string>

const none: Above = []

/** Those that wait for an effect of the host. */
const HostAbove = Context.Reference<Above>("@stevedore/lua/Above", { defaultValue: () => none })

/** Of this thread. */
const prefix = `${Math.random().toString(36).slice(2)}.`
let begun = 0
/** Any job here has ever loaded a file, or run for one that did: until then nobody is asked. */
let isUsed = false

/** One module, from the call of its file's function to its return. */
export class Loading {
  readonly id: string = `${prefix}${++begun}`
  readonly name: string
  readonly job: Job
  /** The message handler of whoever requires it. */
  readonly handler: number
  /** Other jobs of the state that wait for it. */
  readonly waiters = new Map<Job, (ended: Ended) => void>()

  constructor(name: string, job: Job, handler: number) {
    this.name = name
    this.job = job
    this.handler = handler
  }
}

const key = Symbol("stevedore.loading")

const allOf = (state: State): Map<string, Loading> => {
  let all = state.data.get(key) as Map<string, Loading> | undefined
  if (all === undefined) state.data.set(key, (all = new Map()))
  return all
}

/** The module of that name, if its file runs now. */
export const loadingOf = (state: State, name: string): Loading | undefined => allOf(state).get(name)

/**
 * The file of a module is about to be called by the running function, whose second slot becomes a message handler: it hears of the
 * error that no pcall in the file catches, and leaves it to whoever would have had it.
 */
export const begin = (L: LuaStatePointer, name: string, job: Job): Loading => {
  isUsed = true
  const loading = new Loading(name, job, L.errfunc)
  L.stack[L.ci.funcOff + 2] = functionSlot((L) => failed(L, loading))
  L.errfunc = L.ci.funcOff + 2
  ;(job.loads ??= []).push(loading)
  allOf(job.state).set(name, loading)
  return loading
}

const failed = (L: LuaStatePointer, loading: Loading): number => {
  end(loading, kept(L.stack[L.top - 1] as TValue))
  const { handler } = loading
  if (handler === 0) return 1
  const own = L.errfunc
  pushSlot(L, L.stack[handler] as TValue)
  lua.lua_insert(L, 1)
  L.errfunc = handler
  lua.lua_call(L, 1, 1)
  L.errfunc = own
  return 1
}

/** Its file has returned, and the module is there. */
export const done = (L: LuaStatePointer, loading: Loading): void => {
  L.errfunc = loading.handler
  end(loading, null)
}

const end = (loading: Loading, ended: Ended): void => {
  const { job, name } = loading
  const all = allOf(job.state)
  if (all.get(name) === loading) all.delete(name)
  if (job.loads !== null) {
    job.loads = job.loads.filter((other) => other !== loading)
    if (job.loads.length === 0) job.loads = null
  }
  // They go on when whoever runs now waits, or ends: never in the middle of that.
  for (const goOn of loading.waiters.values()) queueMicrotask(() => goOn(ended))
  loading.waiters.clear()
}

/** A job has ended, however: what it was still loading is loaded by the first of those that wait. */
export const abandon = (job: Job): void => {
  for (const loading of job.loads ?? []) end(loading, null)
}

/** Waits until a module that another job loads has come to its end. */
export const ended = (loading: Loading, job: Job): Effect.Effect<Ended> =>
  Effect.callback((resume) => {
    loading.waiters.set(job, (ended) => resume(Effect.succeed(ended)))
    return Effect.sync(() => void loading.waiters.delete(job))
  })

/** The modules whose files wait for what a job waits for. */
export const aboveOf = (job: Job): Above => {
  const { above, isAwaited, loads, outer } = job
  if (loads === null && above === null && outer === null && !isAwaited) return none
  const all: Array<string> = []
  const jobs = new Set([job])
  for (const each of jobs) {
    if (each.above !== null) all.push(...each.above)
    if (each.loads !== null) for (const { id } of each.loads) all.push(id)
    if (each.outer !== null) jobs.add(each.outer)
    if (each.payer !== null && each.isAwaited) jobs.add(each.payer)
  }
  return all
}

/** An effect for which a job waits: jobs that it runs know whose files wait for them. */
export const waitedFor = <A, E>(job: Job, effect: Effect.Effect<A, E>): Effect.Effect<A, E> => {
  const above = aboveOf(job)
  return above.length === 0 ? effect : Effect.provideService(effect, HostAbove, above)
}

/** What the host runs, with the modules whose files wait for it. */
export const knowing = <A, E, R>(run: (above: Above) => Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  isUsed ? Effect.withFiber((fiber) => run(Context.get(fiber.context, HostAbove))) : run(none)

/** A job begins for which files wait. */
export const runsFor = (job: Job, above: Above | undefined): void => {
  if (above === undefined || above.length === 0) return
  isUsed = true
  job.above = above
}

/** The circle that would be closed if the job waited for this module: its modules, in the order in which they require each other. */
export const circle = (loading: Loading, job: Job): string | undefined => {
  const all = [...allOf(job.state).values()]
  const names: Array<string> = []
  for (let next: Loading | undefined = loading; next !== undefined;) {
    const { job: loader }: Loading = next
    const loads = loader.loads ?? []
    names.push(...loads.slice(loads.indexOf(next)).map(({ name }) => name))
    if (isWithin(loader, job)) return [...names, loading.name].join(" -> ")
    if (aboveOf(job).includes(next.id)) {
      return `${[...names, loading.name].join(" -> ")}, by a job that the file of '${next.name}' waits for`
    }
    next = all.find(({ waiters }) => waiters.has(loader))
  }
  return undefined
}

/** Whether that job cannot go on before this one has ended: it is the same, or its host function runs this one. */
const isWithin = (loader: Job, job: Job): boolean => {
  for (let each: Job | null = job; each !== null; each = each.outer) if (each === loader) return true
  return false
}
