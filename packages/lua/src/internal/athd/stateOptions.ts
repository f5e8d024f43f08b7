/**
 * Options of Lua threads, as TypeScript gives them: checked before anything starts, and made to travel.
 */
import { ActorError, InvalidOption } from "@stevedore/core/ActorError"
import type { PoolOptions } from "../../LuaPool.ts"
import type { LuaStateOptions } from "../../LuaState.ts"
import { bytesOf } from "../state/bytes.ts"
import type { Names } from "../state/known.ts"
import { type WrongOption, wrong, wrongFile, wrongNames, wrongOptions, wrongStateData } from "../state/options.ts"
import type { StateOptions, ThreadOptions } from "./edge.ts"
import type { MainOptions } from "./mainState.ts"
import { MOST_NAME_BYTES } from "./protocol.ts"

/** What is said of the states of a thread, as it travels. */
export type StateData = Pick<LuaStateOptions, "sandbox" | "limits" | "roots" | "chunkCache" | "onLimit">

/** What is not said is not there: it travels. */
export const dataOf = ({ chunkCache, limits, onLimit, roots, sandbox }: StateData): StateData =>
  said({ chunkCache, limits: limits === undefined ? undefined : said(limits), onLimit, roots, sandbox })

const said = <A extends object>(fields: A): A =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as A

export const invalid = (option: string, value: string, remedy: string): ActorError =>
  new ActorError({
    reason: new InvalidOption({ option, value, remedy }),
    actor: "stevedore/lua",
    job: "",
    thread: "",
    started: false
  })

/** A name of options that is none of those known. */
export const invalidName = (options: object, known: object): ActorError | undefined =>
  asError(wrongNames(options as Readonly<Record<string, unknown>>, known))

export const invalidValue = (option: string, value: unknown, remedy: string): ActorError =>
  invalidOption(wrong(option, value, remedy))

export const invalidOption = ({ option, remedy, value }: WrongOption): ActorError => invalid(option, value, remedy)

const asError = (found: WrongOption | undefined): ActorError | undefined =>
  found === undefined ? undefined : invalidOption(found)

const stateNames = {
  sandbox: true,
  limits: true,
  roots: true,
  chunkCache: true,
  onLimit: true,
  entry: true
} satisfies Names<StateOptions>

const threadNames = {
  name: true,
  ...stateNames,
  thread: true,
  window: true,
  whenFull: true,
  slowAfter: true,
  resourceLimits: true,
  restart: true,
  onGiveUp: true,
  whenLost: true,
  group: true
} satisfies Names<ThreadOptions>

const poolNames = { ...threadNames, size: true, strategy: true, finishWithin: true } satisfies Names<PoolOptions>

const mainNames = { ...stateNames, args: true } satisfies Names<MainOptions>

/** What cannot be of the options of a thread, if anything. What core has of them it checks itself. */
export const wrongThread = (options: unknown): ActorError | undefined =>
  asError(wrongOptions(options, (options) => wrongNames(options, threadNames) ?? wrongNamed(options)))

/** Of a pool; how many threads there is room for, core says. */
export const wrongPool = (options: unknown): ActorError | undefined =>
  asError(
    wrongOptions(options, (options) => wrongNames(options, poolNames) ?? wrongNamed(options) ?? wrongSize(options))
  )

const wrongNamed = (options: Readonly<Record<string, unknown>>): WrongOption | undefined =>
  wrongName(options["name"]) ?? wrongScripted(options)

/** Of main's state. */
export const wrongMain = (options: unknown): ActorError | undefined =>
  asError(
    wrongOptions(options, (options) => {
      const { args } = options
      if (args !== undefined && !Array.isArray(args)) return wrong("args", args, "list what the script gets as ...")
      return wrongNames(options, mainNames) ?? wrongScripted(options)
    })
  )

const wrongScripted = (options: Readonly<Record<string, unknown>>): WrongOption | undefined =>
  wrongEntry(options["entry"]) ?? wrongStateData(options)

/** Of a thread or pool that somebody else has made: its name, and how many threads it has. */
export const wrongRef = (name: unknown, size: unknown): ActorError | undefined =>
  asError(wrongName(name) ?? (size === undefined ? wrong("size", size, wholeSize) : wrongSize({ size })))

const wholeSize = "use the number of threads that the pool was made with"

const wrongName = (name: unknown): WrongOption | undefined => {
  const isName = typeof name === "string" && name !== "" && !name.includes("\0") && name.isWellFormed()
  return isName && bytesOf(name).length <= MOST_NAME_BYTES
    ? undefined
    : wrong("name", name, `give the thread a name: a text of 1 to ${MOST_NAME_BYTES} bytes`)
}

const wrongEntry = (entry: unknown): WrongOption | undefined =>
  entry === undefined ? undefined : wrongFile("entry", entry)

const wrongSize = ({ size }: Readonly<Record<string, unknown>>): WrongOption | undefined =>
  size === undefined || (Number.isSafeInteger(size) && (size as number) >= 1)
    ? undefined
    : wrong("size", size, "use a whole number from 1, or leave it out for as many as the machine runs at a time")
