/*
 * A public state's place: the state that is in it now. Where the policy says so, a state in which a job was ended is replaced
 * before the next job by one made as it was: its init function, then the files it had loaded, in that order. That is work of the
 * place, and of no job: those that need it wait for it, may be interrupted, and it ends with the place.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { LuaClosed, type LuaError } from "../../LuaError.ts"
import { foundAt, located } from "./files.ts"
import { closeState, type OpenOptions, openState } from "./open.ts"
import { runFile, type Settings } from "./running.ts"
import type { LuaValue } from "./values.ts"
import type { State } from "./state.ts"

/** What is done with a state after a job in it was ended by a limit or a kill. */
export type OnLimit = "keep" | "rebuild"

export interface Holder {
  current: State
  readonly policy: OnLimit
  /** How often it was replaced. */
  rebuilt: number
}

interface Loaded {
  /** Where it was named, which may be a link, and where it was found then. */
  readonly path: string
  readonly real: string | undefined
  readonly args: ReadonlyArray<unknown>
  /** Those of whoever loaded it, and nothing of the call that did: who asked for it, what waited for it. */
  readonly settings: Pick<Settings, "limits" | "chunk">
}

interface Rebuilding extends Holder {
  /** With folders as they were found when it was made, wherever the process is later. */
  readonly options: OpenOptions
  readonly init: Effect.Effect<unknown, LuaError>
  /** What it has loaded, each path once, to be loaded again. */
  files: ReadonlyArray<Loaded>
  /** The folders of the last state whose init function has run. */
  roots: ReadonlyArray<string>
  broken: boolean
  /** The replacement under way, for all who wait for it. */
  mending: Fiber.Fiber<void, LuaError> | undefined
  closed: boolean
}

/** The place and its first state; `init` is given a place that runs in the state that is being made, whatever the policy. */
export const holderOf = (
  options: OpenOptions,
  policy: OnLimit,
  init: (holder: Holder) => Effect.Effect<unknown, LuaError>
): Holder => {
  const current = openState(options)
  const holder: Rebuilding = {
    current,
    rebuilt: 0,
    options: { ...options, roots: [...current.roots], base: current.base },
    roots: current.roots,
    policy,
    init: Effect.suspend(() => init(plain)),
    files: [],
    broken: false,
    mending: undefined,
    closed: false
  }
  const plain = Object.create(holder, { policy: { value: "keep" } }) as Holder
  return holder
}

/** Runs its init function. */
export const initOf = (holder: Holder): Effect.Effect<unknown, LuaError> => (holder as Rebuilding).init

/** What its init function waits for is over before it is closed. */
export const closeHolder = (holder: Holder): Effect.Effect<void> =>
  Effect.withFiber((self) => {
    const rebuilding = holder as Rebuilding
    rebuilding.closed = true
    closeState(rebuilding.current)
    const { mending } = rebuilding
    // An init function may close its own place: that cannot wait for itself.
    return mending === undefined || mending === self ? Effect.void : Fiber.interrupt(mending)
  })

/** Runs something in the state that is there, or in the one that replaces it. */
export const runIn = <A, E extends { readonly _tag: string }>(
  holder: Holder,
  run: (state: State) => Effect.Effect<A, E>
): Effect.Effect<A, E | LuaError> => {
  if (holder.policy === "keep") return run(holder.current)
  const rebuilding = holder as Rebuilding
  // Of those that have waited for it, the first may have spoilt it for the others, which wait for the next one then.
  const mended: Effect.Effect<A, E | LuaError> = Effect.flatMap(mend(rebuilding), () =>
    rebuilding.broken ? mended : run(holder.current)
  )
  const ran = rebuilding.broken || holder.current.overdrawn ? mended : Effect.suspend(() => run(holder.current))
  return Effect.tapError(ran, (error) =>
    Effect.sync(() => {
      if (error._tag === "LuaLimitError") rebuilding.broken = true
    })
  )
}

/** Runs a file, and remembers it for the state that may come after. */
export const loadIn = (
  holder: Holder,
  file: string | URL,
  args: ReadonlyArray<unknown>,
  settings: Settings
): Effect.Effect<Array<LuaValue>, LuaError> => {
  const lasting = holder.policy === "rebuild"
  const ran = runIn(holder, (state) => runFile(state, file, args, settings, lasting))
  if (!lasting) return ran
  const rebuilding = holder as Rebuilding
  return Effect.tap(ran, () =>
    Effect.sync(() => {
      const path = located(file, holder.current.base)
      // Each as it was loaded last, however often a program loads it.
      const others = rebuilding.files.filter((each) => each.path !== path)
      const { chunk, limits } = settings
      const own = { ...(limits && { limits }), ...(chunk !== undefined && { chunk }) }
      rebuilding.files = [...others, { path, real: foundAt(path), args, settings: own }]
    })
  )
}

/**
 * Each file once, as it was loaded last, however it was named. Where a path leads is asked anew, as links may have been moved since; if
 * nothing is there, it is the file that it was.
 */
const once = (files: ReadonlyArray<Loaded>): ReadonlyArray<Loaded> => {
  const found = files.map(({ path, real }) => foundAt(path) ?? real ?? path)
  return files.flatMap((file, index) =>
    found.lastIndexOf(found[index]!) === index ? [{ ...file, path: atHand(file) }] : []
  )
}

/** Where it can be read: as it was named, for errors and its folder, unless that is gone. */
const atHand = ({ path, real = path }: Loaded): string =>
  foundAt(path) === undefined && foundAt(real) !== undefined ? real : path

const mend = (holder: Rebuilding): Effect.Effect<void, LuaError> =>
  Effect.suspend(() => {
    // Until it is done: whoever comes meanwhile waits for it.
    holder.broken = true
    return Effect.flatMap(holder.mending === undefined ? begin(holder) : Effect.succeed(holder.mending), (mending) =>
      Effect.flatMap(Fiber.await(mending), (exit) => (holder.closed ? closed(holder) : exit))
    )
  })

const closed = (holder: Holder): Effect.Effect<never, LuaClosed> =>
  Effect.fail(new LuaClosed({ state: holder.current.name }))

/** It is known to the others with its first step: what it wakes may be one of them, or close the place. */
const begin = (holder: Rebuilding): Effect.Effect<Fiber.Fiber<void, LuaError>> => {
  const rebuilt = Effect.ensuring(
    rebuild(holder),
    Effect.sync(() => {
      holder.mending = undefined
    })
  )
  const known = Effect.withFiber<void, LuaError>((self) => {
    holder.mending = self as Fiber.Fiber<void, LuaError>
    return rebuilt
  })
  return Effect.forkDetach(known, { startImmediately: true })
}

const rebuild = (holder: Rebuilding): Effect.Effect<void, LuaError> =>
  Effect.suspend((): Effect.Effect<void, LuaError> => {
    if (holder.closed) return closed(holder)
    const { kills, name } = holder.current
    closeState(holder.current)
    holder.current = openState({ ...holder.options, name, kills })
    holder.rebuilt++
    const files = Effect.suspend(() =>
      Effect.forEach(
        once(holder.files),
        ({ args, path, settings }) => Effect.suspend(() => runFile(holder.current, path, args, settings)),
        { discard: true }
      )
    )
    // In their order: what a name means does not depend on which file is loaded again first.
    const folders = Effect.sync(() => {
      const { roots } = holder.current
      roots.splice(0, roots.length, ...new Set([...holder.roots, ...roots]))
      holder.roots = roots
    })
    return Effect.andThen(
      Effect.andThen(Effect.andThen(holder.init, folders), files),
      Effect.sync(() => {
        holder.broken = false
      })
    )
  })
