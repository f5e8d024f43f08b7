/*
 * How a message is declared, as the threads of a process see it. It stands in the name of an Rpc of the message's carrier that nobody
 * calls: every thread has the Rpcs of an actor together with who serves it, so whoever sends knows how whoever listens has declared
 * the message, and nobody is asked.
 */
import * as Codec from "@stevedore/core/Codec"
import type * as Rpc from "effect/rpc/Rpc"
import { fingerprintOf, fnv64, textOf } from "./fingerprint.ts"

/** See `Message.fingerprint` and `Message.accepts`. */
export interface Declared {
  readonly fingerprint: string
  readonly accepts: ReadonlyArray<string>
}

const WORD = "declared"

/** What a schema has that no other language can be told of has no document: between threads its codecs speak for it. */
export const fingerprintIn = (name: string, rpc: Rpc.AnyWithProps): string => {
  try {
    return textOf(fingerprintOf(name, rpc))
  } catch {
    const { errorSchema, payloadSchema, successSchema } = rpc
    const layouts = [payloadSchema, successSchema, errorSchema].map((schema) => Codec.make(schema).fingerprint)
    return textOf(fnv64([name, ...layouts].join(" ")))
  }
}

/** The name of that Rpc. */
export const tagOf = (name: string, rpc: Rpc.AnyWithProps, accepts: ReadonlyArray<string>): string =>
  [WORD, fingerprintIn(name, rpc), ...Array.from(new Set(accepts)).sort()].join(" ")

/** What the Rpcs of a carrier say. */
export const declaredIn = (tags: Iterable<string>): Declared | undefined => {
  for (const tag of tags) {
    const [word, fingerprint, ...accepts] = tag.split(" ")
    if (word === WORD && fingerprint !== undefined) return { fingerprint, accepts }
  }
  return undefined
}
