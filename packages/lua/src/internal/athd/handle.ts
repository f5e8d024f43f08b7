/**
 * Handles of threads and pools, as Lua has them: full userdata with methods, one for each name in a state, so that equal handles
 * are the same value and can be keys. They travel in messages inside this process: what they are on the wire begins with what only
 * its threads know.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table, TValue, Udata } from "../fengari/types.ts"
import { type Carried, carriedAs, type Extension, registerExtension } from "../msgpack/extensions.ts"
import type { Writer } from "../msgpack/writer.ts"
import { bytesOf, shown } from "../state/bytes.ts"
import { LUA_TUSERDATA, slotAt } from "../state/stack.ts"
import { type State, stateOf } from "../state/state.ts"
import type { Remote, Remotes, To } from "./remote.ts"

const { lauxlib, lobject, to_luastring } = fengari

/** A thread's name is at most so long, in bytes: two of them fit one extension. */
export const MOST_NAME_BYTES = 100

/** Those of one state. */
export class Handles {
  readonly secret: Uint8Array
  readonly remotes: Remotes
  private readonly all = new Map<string, Udata>()
  /** Set when the module is opened. */
  metatable: Table | null = null

  constructor(secret: Uint8Array, remotes: Remotes) {
    this.secret = secret
    this.remotes = remotes
  }

  /** The handle of a target, always the same. */
  of(L: LuaStatePointer, to: To): Udata {
    const key = `${to.size} ${to.name}\0${to.thread ?? ""}`
    let made = this.all.get(key)
    if (made === undefined) {
      made = new lobject.Udata(L, 0)
      made.data = new HandleData(this.secret, to, this.remotes.of(to))
      made.metatable = this.metatable
      this.all.set(key, made)
    }
    return made
  }

  push(L: LuaStatePointer, to: To): number {
    L.stack[L.top++] = new lobject.TValue(LUA_TUSERDATA, this.of(L, to))
    return 1
  }
}

/** What a handle is. */
export class HandleData implements Carried {
  readonly [carriedAs]: Extension = extension
  readonly secret: Uint8Array
  readonly to: To
  readonly remote: Remote

  constructor(secret: Uint8Array, to: To, remote: Remote) {
    this.secret = secret
    this.to = to
    this.remote = remote
  }

  /** As people see it. */
  get shown(): string {
    const { name, size, thread } = this.to
    return thread === undefined && size > 0 ? `pool: ${name}` : `thread: ${thread ?? name}`
  }
}

const handles = new WeakMap<State, Handles>()

export const setHandles = (state: State, value: Handles): void => {
  handles.set(state, value)
}

const encode = ({ secret, to }: HandleData, writer: Writer): void => {
  writer.raw(secret)
  writer.byte(to.size >> 8)
  writer.byte(to.size)
  writer.raw(bytesOf(to.thread === undefined ? to.name : `${to.name}\0${to.thread}`))
}

const decode = (L: LuaStatePointer, bytes: Uint8Array, from: number, to: number): Udata | undefined => {
  const own = handles.get(stateOf(L))
  if (own === undefined) return undefined
  const { secret } = own
  const at = from + secret.length
  if (to < at + 3) return undefined
  for (let i = 0; i < secret.length; i++) if (bytes[from + i] !== secret[i]) return undefined
  const [name, thread] = shown(bytes.slice(at + 2, to)).split("\0")
  return own.of(L, { name: name!, size: bytes[at]! * 256 + bytes[at + 1]!, thread })
}

const extension: Extension = { kind: 1, name: "a thread handle", encode, decode }
registerExtension(extension)

const expected = to_luastring("a thread or pool expected")

/** The handle that is an argument of the running function; raises where it is none. */
export const handleAt = (L: LuaStatePointer, index: number): HandleData => {
  const slot: TValue = slotAt(L, index)
  const data: unknown = slot.type === LUA_TUSERDATA ? slot.value.data : undefined
  return data instanceof HandleData ? data : lauxlib.luaL_argerror(L, index, expected)
}
