/*
 * Values of our own that travel between the threads of one process, as handles of threads do: full userdata whose data names how
 * it is packed. On the wire each is an extension of one type, whose first byte says which. Bytes from outside the process that
 * hold such are refused: where they come from elsewhere the unpacker knows, and what a kind writes has to prove where it is from.
 *
 * On each thread; whoever has such values registers them when his module is loaded.
 */
import type { LuaStatePointer, Udata } from "../fengari/types.ts"
import type { Writer } from "./writer.ts"

/** The type of extension that is ours; `msgpack.ext` refuses it. */
export const OWN_TYPE = 112

export interface Extension {
  /** 0 to 255: the first byte of its data. */
  readonly kind: number
  /** As it stands in a message, with its article: "a thread handle". */
  readonly name: string
  /** What to send in its place where it cannot go. */
  readonly instead?: string
  /** Writes what follows the kind: at most 255 bytes. */
  readonly encode: (data: never, writer: Writer) => void
  /** Why `bytes[from, to)`, which come from this process, cannot be in that state, whatever they are; undefined where they can. */
  readonly excluded?: (L: LuaStatePointer, bytes: Uint8Array, from: number, to: number) => string | undefined
  /** Reads `bytes[from, to)`; undefined if this process has not written them. */
  readonly decode: (L: LuaStatePointer, bytes: Uint8Array, from: number, to: number) => Udata | undefined
}

/** Where a userdata's `data` has its extension. */
export const carriedAs: unique symbol = Symbol("stevedore/lua/carriedAs")

export interface Carried {
  readonly [carriedAs]: Extension
}

const registered: Array<Extension | undefined> = []

/** Makes values of a kind known on this thread. Twice with the same is once. */
export const registerExtension = (extension: Extension): void => {
  const other = registered[extension.kind]
  if (other !== undefined && other !== extension) {
    throw new Error(`${extension.name} and ${other.name} are both of kind ${extension.kind}`)
  }
  registered[extension.kind] = extension
}

export const extensionOf = (kind: number): Extension | undefined => registered[kind]

export const isCarried = (data: unknown): data is Carried =>
  typeof data === "object" && data !== null && carriedAs in data
