/**
 * Which source a Lua value is that is to run on another thread: a text as it stands, or a function, dumped once. What a function
 * would take along but `_ENV` is refused by its name.
 */
import { LuaCodecError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, TString, TValue } from "../fengari/types.ts"
import { latinOf } from "../state/bytes.ts"
import { nameIn, typeExpected } from "../state/names.ts"
import { dumpFunction } from "../state/chunks.ts"
import { raiseText } from "../state/errors.ts"
import { isFunction, isString, slotAt } from "../state/stack.ts"
import { ranks, type Sandbox } from "../state/state.ts"
import { type Intro, Kind } from "./protocol.ts"
import type { Source, Sources } from "./sources.ts"

const { lauxlib, to_luastring } = fengari

const hostFunction = to_luastring("function of Lua or source text expected, got function of the host")

/** The same constant of a script is the same object: its source is known at a look. */
interface Known {
  readonly source: Source
  readonly kind: Kind
  readonly name: TString | undefined
}

export class Outgoing {
  private readonly sources: Sources
  private readonly rank: Intro["rank"]
  private readonly known = new WeakMap<object, Known>()

  constructor(sources: Sources, sandbox: Sandbox) {
    this.sources = sources
    this.rank = ranks[sandbox]
  }

  /** The source of the text or function that is that argument. `name` is the job's, a string or nil. Raises what cannot be sent. */
  of(L: LuaStatePointer, index: number, name: TValue, kind: typeof Kind.hook | typeof Kind.source): Source {
    const work = slotAt(L, index)
    const isText = isString(work)
    if (!isText && !isFunction(work)) return typeExpected(L, index, "function or source text")
    if (!isText && work.value?.p === undefined) return lauxlib.luaL_argerror(L, index, hostFunction)
    const identity: object = isText ? work.value : work.value.p
    const nameString = isString(name) ? (name.value as TString) : undefined
    const asKind = isText ? kind : Kind.dumped
    const known = this.known.get(identity)
    if (known !== undefined && known.kind === asKind && known.name === nameString && this.sources.alive(known.source)) {
      return known.source
    }
    const text = nameString === undefined ? "" : nameIn(L, "a job's name", nameString.realstring)
    const source = isText ? this.ofText(work.value, text, asKind) : this.ofFunction(L, work, text)
    this.known.set(identity, { source, kind: asKind, name: nameString })
    return source
  }

  private ofText(text: TString, name: string, kind: Kind): Source {
    const bytes = text.realstring
    return this.sources.ofBytes(kind, name, latinOf(bytes), bytes, this.rank)
  }

  private ofFunction(L: LuaStatePointer, work: TValue, name: string): Source {
    let bytes: Uint8Array
    try {
      bytes = dumpFunction(L, work)
    } catch (cause) {
      if (!(cause instanceof LuaCodecError)) throw cause
      return raiseText(L, cause.message)
    }
    return this.sources.ofBytes(Kind.dumped, name, latinOf(bytes), bytes, this.rank)
  }
}
