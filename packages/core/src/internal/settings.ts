/**
 * Reads settings out of an Effect `ConfigProvider`, each by its own key, so that what is wrong can be said with key and
 * value. A key is looked for as it is written here, `stevedore.maxThreads`, and as the environment has it,
 * `STEVEDORE_MAX_THREADS`.
 */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Text from "effect/String"
import { type ActorError, InvalidOption } from "../ActorError.ts"
import { failure } from "./system/systemView.ts"

/** How a text becomes a value; a remedy where it does not. */
export interface Setting<A> {
  readonly read: (text: string) => A | undefined
  readonly remedy: string
}

export type Values<S extends Readonly<Record<string, Setting<any>>>> = {
  readonly [K in keyof S]?: S[K] extends Setting<infer A> ? A : never
}

export const whole: Setting<number> = {
  read: (text) => (/^\d+$/.test(text) ? Number(text) : undefined),
  remedy: "use a whole number"
}

export const flag: Setting<boolean> = {
  read: (text) => (text === "true" ? true : text === "false" ? false : undefined),
  remedy: 'use "true" or "false"'
}

/** One of these words, whatever its case. */
export const words = <const W extends string>(...allowed: ReadonlyArray<W>): Setting<W> => ({
  read: (text) => allowed.find((word) => word.toLowerCase() === text.toLowerCase()),
  remedy: `use ${allowed.map((word) => `"${word}"`).join(", ")}`
})

/** A time, in milliseconds where there is no unit; or one of these words. */
export const time = <const W extends string = never>(...allowed: ReadonlyArray<W>): Setting<Duration.Input | W> => {
  const word = words(...allowed)
  const others = allowed.length === 0 ? "" : `, or ${allowed.map((each) => `"${each}"`).join(", ")}`
  return {
    read: (text) => word.read(text) ?? timeOf(text),
    remedy: `use a time such as "50 millis" or "2 seconds", or milliseconds${others}`
  }
}

const timeOf = (text: string): Duration.Input | undefined => {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  return Option.getOrUndefined(Duration.fromInput(text as Duration.Input))
}

/** What else is there below the same path: others read it. */
export interface Others {
  readonly keys?: ReadonlyArray<string>
  /** Settings of their own below each. */
  readonly sections?: ReadonlyArray<string>
}

/**
 * Reads all of them below `path`. A key there that is none of them, nor of `others`, is a mistake, and said to be one; so is
 * what has no keys where there have to be some.
 */
export const readAll = <S extends Readonly<Record<string, Setting<any>>>>(
  path: ReadonlyArray<string>,
  settings: S,
  { keys = [], sections = [] }: Others = {}
): Effect.Effect<Values<S>, ActorError> =>
  Effect.gen(function* () {
    const provider = yield* ConfigProvider.ConfigProvider
    const known = [...Object.keys(settings), ...keys, ...sections]
    for (let depth = 1; depth < path.length; depth++) yield* keysAt(provider, path.slice(0, depth))
    const unknown = (yield* keysAt(provider, path)).find((key) => !known.includes(key))
    if (unknown !== undefined) {
      return yield* wrong(
        [...path, unknown],
        "a setting that does not exist",
        `the settings there are ${known.join(", ")}`
      )
    }
    for (const section of sections) yield* keysAt(provider, [...path, section])
    const values: Record<string, unknown> = {}
    for (const [key, setting] of Object.entries(settings)) {
      const at = [...path, key]
      const exact = yield* load(provider, at)
      if (exact !== undefined && exact.value === undefined) return yield* wrong(at, shownNode(exact), setting.remedy)
      const text = (exact ?? (yield* load(provider, at.map(Text.configCase))))?.value
      if (text === undefined) continue
      const value: unknown = setting.read(text.trim())
      if (value === undefined) return yield* wrong(at, JSON.stringify(text), setting.remedy)
      values[key] = value
    }
    return values as Values<S>
  })

/** None where there is nothing. */
const keysAt = (
  provider: ConfigProvider.ConfigProvider,
  path: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<string>, ActorError> =>
  Effect.flatMap(load(provider, path), (node) => {
    if (node === undefined) return Effect.succeed([])
    if (node._tag === "Record") return Effect.succeed(Array.from(node.keys))
    return wrong(path, shownNode(node), "use an object with the settings in it")
  })

const shownNode = (node: ConfigProvider.Node): string =>
  node._tag === "Value" ? JSON.stringify(node.value) : node._tag === "Array" ? "a list" : "an object"

const load = (
  provider: ConfigProvider.ConfigProvider,
  path: ReadonlyArray<string>
): Effect.Effect<ConfigProvider.Node | undefined, ActorError> =>
  provider
    .load([...path])
    .pipe(
      Effect.catch((error) =>
        wrong(path, `a source that could not be read: ${error.message}`, "see that the program can read it")
      )
    )

const wrong = (path: ReadonlyArray<string>, value: string, remedy: string): Effect.Effect<never, ActorError> =>
  Effect.fail(failure(new InvalidOption({ option: path.join("."), value, remedy })))
