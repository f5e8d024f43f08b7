/**
 * Messages of harbor as Lua scripts have them (`ahar`): a name, and MessagePack in both directions. For TypeScript that sends to
 * scripts, or listens to them.
 */
import { type LuaMessage as Message, messageOf } from "./internal/ahar/messages.ts"

/** A message of Lua: payload and reply are MessagePack; `LuaMsgpack` reads and writes it. */
export type LuaMessage = Message

/**
 * The message of a name, the same one on each call: at most 64 letters, digits and `_`. `smsg…` is between services, `cmsg…` from
 * clients. Throws a `HarborError` for what is no name.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as LuaMessage from "@stevedore/lua/LuaMessage"
 * import * as LuaMsgpack from "@stevedore/lua/LuaMsgpack"
 * import * as LuaThread from "@stevedore/lua/LuaThread"
 *
 * const Area = LuaMessage.make("smsg_area")
 * const program = Effect.gen(function*() {
 *   const yard = yield* LuaThread.make({ name: "yard" })
 *   yield* yard.run(`
 *     ahar.listen("smsg_area", function(cid, mid, name, data)
 *       local box = msgpack.unpack(data)
 *       return box.w * box.h
 *     end)`)
 *   const harbor = yield* Harbor.Harbor
 *   const reply = yield* harbor.call(Area, yield* LuaMsgpack.encode({ w: 3, h: 4 }))
 *   assert.equal(yield* LuaMsgpack.decode(reply), 12)
 * })
 * const live = Layer.provideMerge(Harbor.layer(), NodeActorSystem.layer())
 * await program.pipe(Effect.scoped, Effect.provide(live), Effect.runPromise)
 * ```
 */
export const make = (name: string): LuaMessage => messageOf(name)
