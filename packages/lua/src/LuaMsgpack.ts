/**
 * MessagePack between Lua and everybody else: what the Lua module `msgpack` packs can be read here, and the other way round. Between
 * two Lua threads nothing of this is needed: tables go straight to bytes there, without JS values between.
 */
import * as Effect from "effect/Effect"
import { decodeJs, encodeJs } from "./internal/msgpack/fromJs.ts"
import { LuaCodecError } from "./LuaError.ts"

const attempt = <A>(body: () => A): Effect.Effect<A, LuaCodecError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(body())
    } catch (cause) {
      return cause instanceof LuaCodecError ? Effect.fail(cause) : Effect.die(cause)
    }
  })

/**
 * Packs plain data for Lua: null and undefined (nil, which inside of tables is `msgpack.null` there), booleans, numbers, bigints of
 * up to 64 bits, strings, `Uint8Array` (a Lua string), `Date` (a timestamp), arrays, Maps and plain objects (tables). A number without a fraction is an integer there,
 * but -0 is a float, as in Lua. Fails with `LuaCodecError` and the path, elements counted from 1, for anything else, and for more than 64 MiB. On any thread.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as LuaMsgpack from "@stevedore/lua/LuaMsgpack"
 *
 * const bytes = Effect.runSync(LuaMsgpack.encode({ id: 1 }))
 * assert.equal(Buffer.from(bytes).toString("hex"), "81a2696401")
 *
 * const refused = Effect.runSync(Effect.flip(LuaMsgpack.encode({ on: [{ click: () => {} }] })))
 * assert.equal(refused.message, "cannot serialize a function at on[1].click")
 * ```
 */
export const encode = (value: unknown): Effect.Effect<Uint8Array<ArrayBuffer>, LuaCodecError> =>
  attempt(() => encodeJs(value))

/**
 * Reads one value that Lua has packed. A table is an array if its keys are 1..n, an object if all of them are strings, else a Map;
 * a Lua string is a string if it is UTF-8, else a `Uint8Array`; an integer beyond 2^53 is a bigint; a timestamp is a `Date`. Fails
 * with `LuaCodecError` for bytes that are no MessagePack, hold more or less than one value, an extension, a key twice or one that is nil,
 * or tables deeper than 128: what Lua refuses, too. On any thread, from
 * shared memory, too: nothing of what it returns lies there.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as LuaMsgpack from "@stevedore/lua/LuaMsgpack"
 *
 * const table = Uint8Array.of(0x81, 0xa4, 0x74, 0x61, 0x67, 0x73, 0x92, 0x01, 0x02)
 * assert.deepEqual(Effect.runSync(LuaMsgpack.decode(table)), { tags: [1, 2] })
 *
 * const refused = Effect.runSync(Effect.flip(LuaMsgpack.decode(table.subarray(0, 8))))
 * assert.equal(refused._tag, "LuaCodecError")
 * ```
 */
export const decode = (bytes: Uint8Array): Effect.Effect<unknown, LuaCodecError> => attempt(() => decodeJs(bytes))
