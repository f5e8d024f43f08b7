/*
 * Options as programs give them, looked at before anything is made of them: what cannot be is named with its value and with what to
 * do. Whoever looks makes its own error of it.
 */
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { LuaStateOptions } from "../../LuaState.ts"
import { ModuleTypeId } from "./access.ts"
import { asText, shownValue } from "./asText.ts"
import { isLongName, MOST_OF_NAME } from "./bytes.ts"
import { isA, unreadable } from "./instances.ts"
import { type Names, remedyFor, unknownName } from "./known.ts"
import type { Settings } from "./running.ts"
import type { Limits } from "./state.ts"

/** What of the options cannot be. */
export interface WrongOption {
  readonly option: string
  readonly value: string
  readonly remedy: string
}

export const wrong = (option: string, value: unknown, remedy: string): WrongOption => ({
  option,
  value: shownValue(value),
  remedy
})

/** Characters that are shown of a text which is too long. */
const SHOWN = 40

/** A name that is too long, if it is. */
export const wrongLength = (option: string, name: string): WrongOption | undefined =>
  isLongName(name)
    ? {
        option,
        value: `${shownValue(name.slice(0, SHOWN))}… (${name.length} characters)`,
        remedy: `use a text of at most ${MOST_OF_NAME} bytes`
      }
    : undefined

/** A text that has half a surrogate pair, if it has: there are no bytes of it, so that another text would come to Lua. */
export const wrongHalf = (option: string, text: string): WrongOption | undefined => {
  if (text.isWellFormed()) return undefined
  const at = text.search(/\p{Surrogate}/u)
  const value = `${shownValue(text[at])} at character ${at + 1}`
  return { option, value, remedy: "use whole characters: half a surrogate pair is none" }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A proxy may fail when it is looked at: that cannot be, either. */
export const looking = (option: string, look: () => WrongOption | undefined): WrongOption | undefined => {
  try {
    return look()
  } catch (cause) {
    return { option, value: unreadable(cause), remedy: "give one that can be read: a plain object or list" }
  }
}

/** Options are an object; what is looked for in them comes from `look`. */
export const wrongOptions = (
  options: unknown,
  look: (options: Readonly<Record<string, unknown>>) => WrongOption | undefined
): WrongOption | undefined =>
  looking("options", () => (isRecord(options) ? look(options) : wrong("options", options, "give an object of options")))

/** A name that none of those known is. `within` is what the options stand in, if anything. */
export const wrongNames = (
  options: Readonly<Record<string, unknown>>,
  known: object,
  what = "option",
  within = ""
): WrongOption | undefined => {
  const name = unknownName(options, known)
  return name === undefined ? undefined : wrong(`${within}${name}`, options[name], remedyFor(name, known, what))
}

/** What of a state travels to its thread: sandbox, limits, folders, cache and policy. */
export const wrongStateData = (options: Readonly<Record<string, unknown>>): WrongOption | undefined => {
  const { chunkCache, limits, onLimit, roots, sandbox } = options
  if (sandbox !== undefined && sandbox !== "strict" && sandbox !== "standard" && sandbox !== "full") {
    return wrong("sandbox", sandbox, 'use "strict", "standard" or "full"')
  }
  if (chunkCache !== undefined && !(Number.isSafeInteger(chunkCache) && (chunkCache as number) >= 0)) {
    return wrong("chunkCache", chunkCache, "use a whole number from 0, which keeps none")
  }
  if (onLimit !== undefined && onLimit !== "keep" && onLimit !== "rebuild") {
    return wrong("onLimit", onLimit, 'use "keep" or "rebuild"')
  }
  return looking("roots", () => wrongRoots(roots)) ?? looking("limits", () => wrongLimits(limits))
}

const stateNames = {
  sandbox: true,
  limits: true,
  roots: true,
  modules: true,
  name: true,
  init: true,
  onLimit: true,
  chunkCache: true,
  allowUnpatched: true
} satisfies Names<LuaStateOptions>

/** A name that may be left out. */
const wrongText = (option: string, name: unknown): WrongOption | undefined => {
  if (name === undefined) return undefined
  if (typeof name !== "string") return wrong(option, name, "use a text")
  return wrongLength(option, name) ?? wrongHalf(option, name)
}

/** All options of a state. */
export const wrongState = (options: Readonly<Record<string, unknown>>): WrongOption | undefined => {
  const { allowUnpatched, init, modules, name } = options
  const named = wrongText("name", name)
  if (named !== undefined) return named
  if (allowUnpatched !== undefined && typeof allowUnpatched !== "boolean") {
    return wrong("allowUnpatched", allowUnpatched, "use true or false")
  }
  const names = wrongNames(options, stateNames)
  if (names !== undefined) return names
  return (
    (init === undefined ? undefined : wrongFunction(init)) ??
    looking("modules", () => wrongModules(modules)) ??
    wrongStateData(options)
  )
}

const wrongRoots = (roots: unknown): WrongOption | undefined => {
  if (roots === undefined) return undefined
  const remedy = "list the paths of folders"
  if (!Array.isArray(roots)) return wrong("roots", roots, remedy)
  const index = roots.findIndex((root) => typeof root !== "string" || root === "" || root.includes("\0"))
  return index < 0 ? undefined : wrong(`roots[${index}]`, roots[index], remedy)
}

const wrongModules = (modules: unknown): WrongOption | undefined => {
  if (modules === undefined) return undefined
  if (!Array.isArray(modules)) return wrong("modules", modules, "list what LuaModule.make or LuaModule.effect gave")
  for (const [index, module] of modules.entries()) {
    const found = wrongOneModule(`modules[${index}]`, module)
    if (found !== undefined) return found
  }
  return undefined
}

/** What an init function has given, which is run for the state. */
export const wrongInit = (given: unknown): WrongOption | undefined =>
  looking("init", () =>
    Effect.isEffect(given)
      ? undefined
      : wrong("init", given, "let the function give an Effect: (state) => state.run(…), or Effect.sync(() => …)")
  )

/** What the runtime takes for all of its states. */
export const wrongFunction = (init: unknown): WrongOption | undefined =>
  typeof init === "function" ? undefined : wrong("init", init, "use a function of the state that gives an Effect")

/** One module of the host. */
export const wrongOneModule = (option: string, module: unknown): WrongOption | undefined =>
  looking(option, () =>
    isRecord(module) && module[ModuleTypeId] === ModuleTypeId
      ? undefined
      : wrong(option, module, "use what LuaModule.make or LuaModule.effect gave")
  )

/** A list of schemas, such as those of arguments. */
export const wrongSchemas = (option: string, schemas: unknown): WrongOption | undefined =>
  looking(option, () => {
    if (!Array.isArray(schemas)) return wrong(option, schemas, "list schemas: [Schema.Number]")
    for (const [index, schema] of schemas.entries()) {
      const found = wrongSchema(`${option}[${index}]`, schema)
      if (found !== undefined) return found
    }
    return undefined
  })

export const wrongSchema = (option: string, schema: unknown): WrongOption | undefined =>
  looking(option, () =>
    Schema.isSchema(schema) ? undefined : wrong(option, schema, "use a schema, such as Schema.Number")
  )

/** What `LuaModule` takes. */
export const wrongModule = (name: unknown, fields: unknown): WrongOption | undefined => {
  if (typeof name !== "string" || name === "")
    return wrong("name", name, "give the module a name: a text that is not empty")
  const half = wrongHalf("name", name)
  if (half !== undefined) return half
  return looking("fields", () =>
    isRecord(fields) ? undefined : wrong("fields", fields, "give an object of functions and values")
  )
}

const limitNames = { time: true, instructions: true, memoryBytes: true, slice: true } satisfies Names<Limits>

const wrongLimits = (limits: unknown): WrongOption | undefined => {
  if (limits === undefined) return undefined
  if (!isRecord(limits)) return wrong("limits", limits, "give an object, such as { time: 100 }")
  const unknown = wrongNames(limits, limitNames, "limit", "limits.")
  if (unknown !== undefined) return unknown
  for (const [name, value] of Object.entries(limits)) {
    const option = `limits.${name}`
    if (value === undefined) continue
    if (name === "slice") {
      if (!(typeof value === "number" && value >= 0))
        return wrong(option, value, "use milliseconds from 0, which is never")
    } else if (!(typeof value === "number" && value > 0)) {
      return wrong(option, value, "use a number above 0, or leave it out for no limit")
    }
  }
  return undefined
}

/** A file of the host's: its path, or its URL. */
export const wrongFile = (option: string, file: unknown): WrongOption | undefined => {
  const remedy = "use the path of a Lua file or its URL: new URL(…, import.meta.url)"
  if (!isA(file, URL) && (typeof file !== "string" || file === "" || file.includes("\0"))) {
    return wrong(option, file, remedy)
  }
  if (typeof file === "string" && !file.startsWith("file:")) return wrongHalf(option, file)
  try {
    fileURLToPath(file)
    return undefined
  } catch {
    return wrong(option, asText(file), remedy)
  }
}

const settingNames = { limits: true, chunk: true } satisfies Names<
  Omit<Settings, "payer" | "asker" | "blocked" | "above">
>

/** What `LuaState.within` takes. */
export const wrongSettings = (settings: Readonly<Record<string, unknown>>): WrongOption | undefined => {
  const { chunk, limits } = settings
  return wrongText("chunk", chunk) ?? wrongNames(settings, settingNames) ?? looking("limits", () => wrongLimits(limits))
}
