/**
 * Memory that all threads of a system have by a name: made by main when the first of them asks, and there as long as the
 * system is. Each thread keeps what it was given.
 */
import * as Effect from "effect/Effect"
import { type ActorErrorReason, InvalidOption } from "../../ActorError.ts"
import { invalid } from "../options.ts"
import type { Question } from "./control.ts"

/** What one buffer may have: the most that Node gives. */
const MOST_BYTES = 2 ** 32

/** On main: all of them, by name. */
export class SharedBuffers {
  private readonly buffers = new Map<string, SharedArrayBuffer>()

  give(name: string, bytes: number): Effect.Effect<SharedArrayBuffer, ActorErrorReason> {
    const known = this.buffers.get(name)
    if (known === undefined) return this.make(name, bytes)
    return known.byteLength === bytes ? Effect.succeed(known) : Effect.fail(otherSize(name, bytes, known))
  }

  private make(name: string, bytes: number): Effect.Effect<SharedArrayBuffer, ActorErrorReason> {
    try {
      const made = new SharedArrayBuffer(bytes)
      this.buffers.set(name, made)
      return Effect.succeed(made)
    } catch {
      return Effect.fail(invalid("bytes", bytes, "ask for less: the platform has no buffer of that size"))
    }
  }
}

/** On each thread: what it has been given, and how it asks for more. */
export class SharedNames {
  private readonly given = new Map<string, SharedArrayBuffer>()
  private readonly ask: (question: Question) => Effect.Effect<unknown, ActorErrorReason>

  constructor(ask: (question: Question) => Effect.Effect<unknown, ActorErrorReason>) {
    this.ask = ask
  }

  get(name: string, bytes: number): Effect.Effect<SharedArrayBuffer, ActorErrorReason> {
    return Effect.suspend(() => {
      if (typeof name !== "string" || name === "") {
        return Effect.fail(invalid("name", name, "give the memory a name: a text that is not empty"))
      }
      if (!Number.isSafeInteger(bytes) || bytes < 1 || bytes > MOST_BYTES) {
        return Effect.fail(invalid("bytes", bytes, `use a whole number from 1 to ${MOST_BYTES}`))
      }
      const known = this.given.get(name)
      if (known !== undefined) {
        return known.byteLength === bytes ? Effect.succeed(known) : Effect.fail(otherSize(name, bytes, known))
      }
      return Effect.map(this.ask({ _tag: "shared", name, bytes }), (value) => {
        // Two fibers may have asked: the buffers that came share the memory, and one of them is enough.
        const buffer = this.given.get(name) ?? (value as SharedArrayBuffer)
        this.given.set(name, buffer)
        return buffer
      })
    })
  }
}

const otherSize = (name: string, bytes: number, known: SharedArrayBuffer): InvalidOption =>
  new InvalidOption({
    option: "bytes",
    value: `${bytes} for "${name}", which has ${known.byteLength}`,
    remedy: "ask for the same size on every thread, or for another name"
  })
