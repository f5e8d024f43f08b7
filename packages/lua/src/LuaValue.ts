/**
 * Values on their way into Lua and out of it: arguments and results of a state, of a thread or a pool, and of host functions.
 *
 * | JS                                          | Lua                                                                        |
 * | ------------------------------------------- | -------------------------------------------------------------------------- |
 * | `undefined`, `null`                         | nil: of an array, a `Map` or an object no entry; nil comes as `undefined`  |
 * | boolean                                     | boolean                                                                    |
 * | number                                      | an integer where it is one up to 2^53 either way, else a float             |
 * | bigint of up to 64 bits                     | an integer; comes back as a bigint only beyond 2^53 either way             |
 * | string                                      | a string: its UTF-8                                                        |
 * | `Uint8Array`                                | a string: these bytes, copied; comes back as text if it is UTF-8           |
 * | array                                       | a table with 1..n; `{}` comes back as an empty array                       |
 * | `Date`                                      | a `msgpack.timestamp`, a userdata; comes back as a `Date`                  |
 * | plain object, or a class's own fields       | a table with string keys                                                   |
 * | `Map`                                       | a table with any keys                                                      |
 * | function                                    | a function; does not come back as it was, but as a reference               |
 * | `LuaReference`                              | the function, coroutine or userdata it stands for                          |
 *
 * Threads and pools take and give no functions and no references, which stay in their state. `msgpack.null` of a script comes as `null`,
 * but as `undefined` where it is a result of a thread by itself. A table that a script has marked (`msgpack.array`, `msgpack.map`,
 * `__serialize`) comes as what that says: an array with `null` where it has nothing, an object or a `Map` though its keys are 1..n.
 *
 * What is nested deeper than 128 levels (a circle) and what has no counterpart is refused with a `LuaCodecError` that has the
 * path: half a surrogate pair, a Map of keys that are one in Lua (1 and 1n, "a" and its bytes), sets, errors, `new Number(5)`, and
 * instances that are more than their own fields: an `Option`, whose tag is none of them, a `DateTime`, a `URL`. A schema has a form of
 * these that can go (`Schema.OptionFromNullOr`, `Schema.toCodecJson`); what a schema makes of nil is in the guide.
 */
import type { LuaInput as Input, LuaValue as Value } from "./internal/state/values.ts"
import { isReference, LuaReference as Reference } from "./internal/state/values.ts"
import { LuaResults as Results } from "./internal/state/host.ts"

/** What may be given to Lua. */
export type LuaInput = Input

/** What comes from Lua. */
export type LuaValue = Value

/**
 * A Lua value that stays in its state: a function, a coroutine, userdata. The host holds it, gives it back, or calls it with
 * `LuaState.call`; another state refuses it.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as LuaState from "@stevedore/lua/LuaState"
 * import { isLuaReference } from "@stevedore/lua/LuaValue"
 *
 * const program = Effect.gen(function* () {
 *   const state = yield* LuaState.make()
 *   const [add] = yield* state.run("return function(a, b) return a + b end")
 *   assert.ok(isLuaReference(add))
 *   assert.deepEqual(yield* state.call(add, 2, 3), [5])
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 */
export type LuaReference = Reference

/**
 * Whether a value that came from Lua is one that stays there.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { isLuaReference } from "@stevedore/lua/LuaValue"
 *
 * assert.equal(isLuaReference({ type: "function" }), false)
 * ```
 */
export const isLuaReference: (value: unknown) => value is LuaReference = isReference

/** Several results of one host function. */
export type LuaResults = Results

/**
 * What a host function gives to return several values: `return results(a, b)` is Lua's `return a, b`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as LuaModule from "@stevedore/lua/LuaModule"
 * import * as LuaState from "@stevedore/lua/LuaState"
 * import { results } from "@stevedore/lua/LuaValue"
 *
 * const clock = LuaModule.make("clock", { now: () => results(12, 30) })
 * const program = Effect.gen(function* () {
 *   const state = yield* LuaState.make({ modules: [clock] })
 *   assert.deepEqual(yield* state.run("local h, m = clock.now() return m, h"), [30, 12])
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 */
export const results = (...values: ReadonlyArray<LuaInput>): LuaResults => new Results(values)
