/**
 * Modules of the host for Lua: tables of functions, there as a global and by `require` in every state that has them. A function may
 * be plain, or give an Effect or a Promise, which Lua awaits without knowing. What it fails with is raised in Lua as a table
 * `{_tag, message, ...}`; an interruption ends the job, and Lua cannot catch it.
 *
 * Arguments are whatever the script gave: check them, or give `typed` their schemas.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { ModuleTypeId, nativeModule } from "./internal/state/access.ts"
import { fitting } from "./internal/state/fitted.ts"
import { isEffect } from "./internal/state/instances.ts"
import { hostModule, type NativeModule } from "./internal/state/modules.ts"
import { type WrongOption, wrong, wrongModule, wrongSchemas } from "./internal/state/options.ts"
import { LuaOptionError } from "./LuaError.ts"
import { LuaRuntime } from "./LuaRuntime.ts"
import type { LuaInput, LuaResults } from "./LuaValue.ts"

/** A module for Lua, made by `make` or `effect`. */
export interface LuaModule {
  readonly [ModuleTypeId]: typeof ModuleTypeId
  readonly name: string
}

/** What a host function may give. */
export type Given<R> = Effect.Effect<LuaInput | LuaResults | void, any, R> | LuaInput | LuaResults | void

/** The fields of a module: functions, and values that Lua gets a copy of. */
export type Fields<R = never> = { readonly [field: string]: ((...args: Array<any>) => Given<R>) | LuaInput }

type IsAny<T> = 0 extends 1 & T ? true : false

/** What the effects among these need; of those whose needs are not known, nothing. */
type NeedsOf<A> =
  IsAny<A> extends true
    ? never
    : A extends Effect.Effect<any, any, infer R>
      ? IsAny<R> extends true
        ? never
        : R
      : never

/** What the functions among these need, also those in tables, so many levels deep as are looked at. */
type Needs<Field, Levels extends ReadonlyArray<unknown> = [1, 2, 3, 4]> = Field extends (...args: Array<any>) => infer A
  ? NeedsOf<A>
  : Levels extends readonly [unknown, ...infer Deeper]
    ? Field extends { readonly [field: string]: unknown }
      ? Needs<Field[keyof Field], Deeper>
      : never
    : never

/** What no fields have: where the functions of some need services, the compiler says so. */
type NoServices<F> = [Needs<F>] extends [never]
  ? unknown
  : { readonly "its functions need services: give it to LuaModule.effect or LuaModule.layer": Needs<F> }

/**
 * A module whose functions need no services: for those that do there is `effect`. Throws a `LuaOptionError` where the name is no text, or the fields are no object.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as LuaModule from "@stevedore/lua/LuaModule"
 * import * as LuaState from "@stevedore/lua/LuaState"
 *
 * const shop = LuaModule.make("shop", {
 *   currency: "EUR",
 *   price: (item: string) => (item === "rope" ? Effect.succeed(12) : Effect.fail({ _tag: "NoSuchItem", item }))
 * })
 * const program = Effect.gen(function* () {
 *   const state = yield* LuaState.make({ modules: [shop] })
 *   assert.deepEqual(yield* state.run("return shop.price('rope'), shop.currency"), [12, "EUR"])
 *   const caught = yield* state.run("local ok, e = pcall(shop.price, 'sail') return ok, e._tag, e.item")
 *   assert.deepEqual(caught, [false, "NoSuchItem", "sail"])
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 */
export const make = <F extends Fields<any>>(name: string, fields: F & NoServices<F>): LuaModule =>
  nativeModule(checked(name, fields))

/** Throws a `LuaOptionError` for what is no module. */
const checked = (name: string, fields: Fields<any>, services?: Context.Context<never>): NativeModule => {
  const wrong = wrongModule(name, fields)
  if (wrong !== undefined) throw new LuaOptionError(wrong)
  return hostModule(name, fields, services)
}

/**
 * A module whose functions need services: those that are there when the effect runs.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Context from "effect/Context"
 * import * as Effect from "effect/Effect"
 * import * as LuaModule from "@stevedore/lua/LuaModule"
 * import * as LuaState from "@stevedore/lua/LuaState"
 *
 * class Tide extends Context.Service<Tide, { readonly metres: Effect.Effect<number> }>()("Tide") {}
 * const program = Effect.gen(function* () {
 *   const sea = yield* LuaModule.effect("sea", { tide: () => Tide.use((tide) => tide.metres) })
 *   const state = yield* LuaState.make({ modules: [sea] })
 *   assert.deepEqual(yield* state.run("return sea.tide()"), [3.5])
 * })
 * await Effect.runPromise(Effect.scoped(program).pipe(Effect.provideService(Tide, { metres: Effect.succeed(3.5) })))
 * ```
 */
export const effect = <R>(name: string, fields: Fields<R>): Effect.Effect<LuaModule, never, R> =>
  Effect.map(Effect.context<R>(), (services) => nativeModule(checked(name, fields, services)))

/**
 * A module in every state that `LuaRuntime` makes from then on. Give the fields, or an effect that makes them.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as LuaModule from "@stevedore/lua/LuaModule"
 * import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
 *
 * const live = Layer.provideMerge(
 *   LuaModule.layer("dice", Effect.sync(() => ({ roll: (sides: number) => Effect.succeed(sides) }))),
 *   LuaRuntime.layer()
 * )
 * const program = Effect.gen(function* () {
 *   const state = yield* LuaRuntime.use((runtime) => runtime.newState())
 *   assert.deepEqual(yield* state.run("return dice.roll(6)"), [6])
 * })
 * await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(live)))
 * ```
 */
export const layer = <R = never, E = never, R2 = never>(
  name: string,
  fields: Fields<R> | Effect.Effect<Fields<R>, E, R2>
): Layer.Layer<never, E, LuaRuntime | R | R2> =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const made = isEffect(fields) ? yield* fields as Effect.Effect<Fields<R>, E, R2> : (fields as Fields<R>)
      const runtime = yield* LuaRuntime
      yield* runtime.addModule(yield* effect(name, made))
    })
  )

/**
 * A host function whose arguments are checked: each against its schema, in order. What can be read in two ways is what the schema has
 * (an empty table, bytes that may be text, an integer that may be small, nil that may be `null` or a field that is not there). Wrong
 * ones raise an error in Lua that names the argument.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import * as LuaModule from "@stevedore/lua/LuaModule"
 * import * as LuaState from "@stevedore/lua/LuaState"
 *
 * const text = LuaModule.make("text", {
 *   twice: LuaModule.typed([Schema.String], (word) => word + word)
 * })
 * const program = Effect.gen(function* () {
 *   const state = yield* LuaState.make({ modules: [text] })
 *   assert.deepEqual(yield* state.run("return text.twice('ab')"), ["abab"])
 *   const [ok, error] = yield* state.run("local ok, e = pcall(text.twice, {}) return ok, e.message")
 *   assert.equal(ok, false)
 *   assert.match(String(error), /argument 1/)
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 */
export const typed = <const Arguments extends ReadonlyArray<Schema.Codec<any, any>>, A extends Given<any>>(
  schemas: Arguments,
  f: (...args: { -readonly [I in keyof Arguments]: Arguments[I]["Type"] }) => A
): ((...args: Array<unknown>) => A | Effect.Effect<never, LuaArgumentError>) => {
  const wrongs = wrongSchemas("schemas", schemas) ?? wrongCallee(f)
  if (wrongs !== undefined) throw new LuaOptionError(wrongs)
  const decoders = schemas.map((schema) => fitting(schema, Schema.decodeUnknownExit(schema), refuse))
  return (...args) => {
    const values: Array<unknown> = []
    for (const [index, decode] of decoders.entries()) {
      const exit = decode(args[index])
      if (Exit.isFailure(exit)) {
        const reason = exit.cause.reasons[0]
        const detail = reason?._tag === "Fail" ? String(reason.error) : "invalid"
        return Effect.fail(new LuaArgumentError({ argument: index + 1, detail }))
      }
      values.push(exit.value)
    }
    return f(...(values as Parameters<typeof f>))
  }
}

const refuse = Schema.decodeUnknownExit(Schema.Never)

const wrongCallee = (f: unknown): WrongOption | undefined =>
  typeof f === "function" ? undefined : wrong("f", f, "give the function whose arguments the schemas are")

/**
 * An argument that a script gave to a host function is not what that takes. `argument` counts from 1.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { LuaArgumentError } from "@stevedore/lua/LuaModule"
 *
 * assert.equal(new LuaArgumentError({ argument: 2, detail: "Expected string" }).message, "bad argument 2: Expected string")
 * ```
 */
export class LuaArgumentError extends Schema.TaggedError<LuaArgumentError>("@stevedore/lua/LuaModule/LuaArgumentError")(
  "LuaArgumentError",
  { argument: Schema.Number, detail: Schema.String }
) {
  override get message(): string {
    return `bad argument ${this.argument}: ${this.detail}`
  }
}
