/**
 * Harbor's messages as Lua has them: a name, and bytes that only whoever sends and whoever listens understand.
 */
import * as Codec from "@stevedore/harbor/Codec"
import { HarborError, InvalidOption } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Schema from "effect/Schema"
import { LuaError } from "../../LuaError.ts"

const bytes = { encode: (value: unknown) => value as Uint8Array, decode: (value: Uint8Array) => value.slice() }

/** Bodies are MessagePack already: between processes they stand in a frame as they are. */
const raw: Codec.Codec = {
  name: "msgpack",
  code: 0,
  compile: (parts) => ({ payload: bytes, success: bytes, error: Codec.msgpack.compile(parts).error })
}

/** A message of Lua: its payload and its reply are MessagePack. */
export type LuaMessage = Message.Message<string, typeof Schema.Uint8Array, typeof Schema.Uint8Array, typeof LuaError>

/** Names are for good: harbor keeps what it sends by them. */
const MOST_NAMES = 10_000

const known = new Map<string, LuaMessage>()

/** The message of a name, always the same. Throws a `HarborError` for what is no name. */
export const messageOf = (name: string): LuaMessage => {
  const made = known.get(name)
  if (made !== undefined) return made
  if (known.size >= MOST_NAMES) {
    const remedy = `use fewer: a thread has at most ${MOST_NAMES} messages of Lua`
    const reason = new InvalidOption({ option: "name", value: name, remedy })
    throw new HarborError({ reason, messageName: name, thread: "", delivered: "no" })
  }
  const message: LuaMessage = Message.make(name, {
    payload: Schema.Uint8Array,
    success: Schema.Uint8Array,
    error: LuaError,
    codec: raw
  })
  known.set(name, message)
  return message
}

/** A message to an object of Lua: the kind takes one, which says which it is. */
export const ToObject = Message.make("lua_object", {
  /** `until`: the answer is that of the function, or that it has begun, or nobody waits for one. */
  payload: { name: Schema.String, data: Schema.Uint8Array, until: Schema.Literals(["ended", "begun", "told"]) },
  success: Schema.Uint8Array,
  error: LuaError
})

/** What a script lets live on its thread: an id, and whatever the script keeps for it. */
export const LuaObject = ObjectKind.make("lua", { messages: [ToObject] })
