/**
 * Handles of threads and pools, as Lua has them: full userdata with methods, one for each name in a state, so that equal handles
 * are the same value and can be keys. They travel in messages inside this process: what they are on the wire is signed with what only
 * its threads know, and a script that looks at the bytes does not learn.
 */
import { createHmac } from "node:crypto"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table, TValue, Udata } from "../fengari/types.ts"
import { type Carried, carriedAs, type Extension, registerExtension } from "../msgpack/extensions.ts"
import type { Writer } from "../msgpack/writer.ts"
import { bytesOf, shown } from "../state/bytes.ts"
import { typeExpected } from "../state/names.ts"
import { LUA_TUSERDATA, slotAt } from "../state/stack.ts"
import { type State, stateOf } from "../state/state.ts"
import type { Remote, To } from "./remote.ts"
import type { Remotes } from "./remotes.ts"

const { lobject } = fengari

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
    const key = keyOf(to)
    let made = this.all.get(key)
    if (made === undefined) {
      made = new lobject.Udata(L, 0)
      made.data = new HandleData(this.secret, to, this.remotes.of(to))
      made.metatable = this.metatable
      this.all.set(key, made)
    }
    return made
  }

  /** The handle that a message has, if this process has written it. */
  signed(L: LuaStatePointer, to: To, tag: Uint8Array): Udata | undefined {
    const known = this.all.get(keyOf(to))?.data as HandleData | undefined
    const own = known?.tag ?? sign(this.secret, to)
    for (let i = 0; i < TAG_BYTES; i++) if (tag[i] !== own[i]) return undefined
    return this.of(L, to)
  }

  push(L: LuaStatePointer, to: To): number {
    L.stack[L.top++] = new lobject.TValue(LUA_TUSERDATA, this.of(L, to))
    return 1
  }
}

/** What a handle is. */
export class HandleData implements Carried {
  readonly [carriedAs]: Extension = extension
  private readonly secret: Uint8Array
  private made: Uint8Array | undefined
  readonly to: To
  readonly remote: Remote

  constructor(secret: Uint8Array, to: To, remote: Remote) {
    this.secret = secret
    this.to = to
    this.remote = remote
  }

  /** What shows that this process has written it. */
  get tag(): Uint8Array {
    return (this.made ??= sign(this.secret, this.to))
  }

  /** As people see it. */
  get shown(): string {
    return shownTo(this.to)
  }
}

const shownTo = ({ name, size, thread }: To): string =>
  thread === undefined && size > 0 ? `pool: ${name}` : `thread: ${thread ?? name}`

const handles = new WeakMap<State, Handles>()

export const setHandles = (state: State, value: Handles): void => {
  handles.set(state, value)
}

const keyOf = (to: To): string => `${to.size} ${to.name}\0${to.thread ?? ""}`

const TAG_BYTES = 16

const sign = (secret: Uint8Array, to: To): Uint8Array =>
  createHmac("sha256", secret).update(keyOf(to)).digest().subarray(0, TAG_BYTES)

const encode = ({ tag, to }: HandleData, writer: Writer): void => {
  writer.raw(tag)
  writer.byte(to.size >> 8)
  writer.byte(to.size)
  writer.raw(bytesOf(to.thread === undefined ? to.name : `${to.name}\0${to.thread}`))
}

const decode = (L: LuaStatePointer, bytes: Uint8Array, from: number, to: number): Udata | undefined => {
  const own = handles.get(stateOf(L))
  if (own === undefined) return undefined
  const at = from + TAG_BYTES
  const read = written(bytes, from, to)
  return read === undefined ? undefined : own.signed(L, read, bytes.subarray(from, at))
}

/** Whose handle the bytes say they are. */
const written = (bytes: Uint8Array, from: number, to: number): To | undefined => {
  const at = from + TAG_BYTES
  if (to < at + 3) return undefined
  const [name, thread] = shown(bytes.slice(at + 2, to)).split("\0")
  return { name: name!, size: bytes[at]! * 256 + bytes[at + 1]!, thread }
}

/** States without `athd`, as those that scripts make by `alua`, could do nothing with it. */
const excluded = (L: LuaStatePointer, bytes: Uint8Array, from: number, to: number): string | undefined => {
  if (handles.has(stateOf(L))) return undefined
  const read = written(bytes, from, to)
  const which = read === undefined ? "a thread handle" : `the handle '${shownTo(read)}'`
  return `${which} cannot be in a state without athd: give its name, handle:name(), or a function that sends, by alua.regmod,`
}

const extension: Extension = {
  kind: 1,
  name: "a thread handle",
  instead: "send its name, handle:name()",
  encode,
  excluded,
  decode
}
registerExtension(extension)

/** The handle that is an argument of the running function; raises where it is none. */
export const handleAt = (L: LuaStatePointer, index: number): HandleData => {
  const slot: TValue = slotAt(L, index)
  const data: unknown = slot.type === LUA_TUSERDATA ? slot.value.data : undefined
  return data instanceof HandleData ? data : typeExpected(L, index, "handle of a thread or pool")
}
