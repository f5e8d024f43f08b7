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

/** Reads all of them below `path`. A key there that is none of them, nor of `others`, is a mistake, and said to be one. */
export const readAll = <S extends Readonly<Record<string, Setting<any>>>>(
  path: ReadonlyArray<string>,
  settings: S,
  others: ReadonlyArray<string> = []
): Effect.Effect<Values<S>, ActorError> =>
  Effect.gen(function* () {
    const provider = yield* ConfigProvider.ConfigProvider
    const known = [...Object.keys(settings), ...others]
    const node = yield* load(provider, path)
    const unknown = node?._tag === "Record" ? Array.from(node.keys).find((key) => !known.includes(key)) : undefined
    if (unknown !== undefined) {
      return yield* wrong(
        [...path, unknown],
        "a setting that does not exist",
        `the settings there are ${known.join(", ")}`
      )
    }
    const values: Record<string, unknown> = {}
    for (const [key, setting] of Object.entries(settings)) {
      const at = [...path, key]
      const found = (yield* load(provider, at)) ?? (yield* load(provider, at.map(Text.configCase)))
      const text = found?.value
      if (text === undefined) continue
      const value: unknown = setting.read(text.trim())
      if (value === undefined) return yield* wrong(at, JSON.stringify(text), setting.remedy)
      values[key] = value
    }
    return values as Values<S>
  })

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
