/*
 * Generators as users write them.
 */
import { EventEmitter, on } from "node:events"
import { Readable } from "node:stream"
import * as Actor from "@stevedore/core/Actor"
import type { ModuleCall } from "@stevedore/core/ModuleActor"
import * as Board from "../conformance/board.ts"
import { HttpError } from "./rows.ts"

export { HttpError }

let made = 0
let cleaned = ""
/** How many elements were made in the last call, and what has cleaned up so far. */
export const madeSoFar = (): number => made
export const cleanedUp = (): string => cleaned

export function* count(to: number): Generator<number, string, undefined> {
  made = 0
  try {
    for (let n = 0; n < to; n++) {
      made++
      yield n
    }
    return "its end is no element"
  } finally {
    cleaned += "c"
  }
}

/** Computes for some milliseconds for each element; for those behind the first when the gate is open. */
export function* computed(gate: number): Generator<number> {
  made = 0
  try {
    for (let n = 0; ; n++) {
      made++
      if (n > 0) Board.standBefore(gate)
      const until = performance.now() + 5
      while (performance.now() < until);
      yield n
    }
  } finally {
    cleaned += "m"
  }
}

export async function* ticks(to: number): AsyncGenerator<ReadonlyMap<string, Date>> {
  for (let n = 0; n < to; n++) {
    await Promise.resolve()
    yield new Map([["at", new Date(n)]])
  }
}

export function* failing(after: number): Generator<number> {
  for (let n = 0; n < after; n++) yield n
  throw new HttpError("no more", after)
}

export async function* rejecting(): AsyncGenerator<string> {
  yield "first"
  throw new TypeError("then this")
}

export function* uncarried(): Generator<unknown> {
  yield 1
  yield { on: () => {} }
}

/** Yields once, then waits for its signal; which of the two it is at when it is left is up to who leaves. */
export async function* hanging(this: ModuleCall): AsyncGenerator<string> {
  // `this` is the call, as ModuleActor.ts says.
  // oxlint-disable-next-line oxc/no-this-in-exported-function
  const { signal } = this
  const aborted = new Promise<void>((resolve) =>
    signal.addEventListener("abort", () => {
      cleaned += "a"
      resolve()
    })
  )
  try {
    yield "hanging"
    await aborted
  } finally {
    cleaned += "h"
  }
}

// Functions whose results are iterated.
export const lines = Actor.stream((to: number): AsyncIterable<string> =>
  Readable.from(Array.from({ length: to }, (_, n) => `line ${n}`))
)
export const promised = Actor.stream(async (to: number) => new Set(Array.from({ length: to }, (_, n) => n)))
export const refusing = Actor.stream((): Iterable<number> => {
  throw new HttpError("none", 404)
})

/** Its type says what it gives; without types, it may give anything. */
export const untrue = Actor.stream((given: unknown) => given as Iterable<unknown>)

export function* large(bytes: number): Generator<Uint8Array> {
  yield new Uint8Array(bytes)
}

/** Nothing comes; its signal ends it. */
export const listening = Actor.stream(async function* (this: ModuleCall): AsyncGenerator<unknown> {
  try {
    yield "listening"
    // `this` is the call, as ModuleActor.ts says.
    // oxlint-disable-next-line oxc/no-this-in-exported-function
    yield* on(new EventEmitter(), "never", { signal: this.signal })
  } finally {
    cleaned += "l"
  }
})

/** Their `finally` throws. */
export function* messy(): Generator<number> {
  try {
    for (let n = 0; ; n++) yield n
  } finally {
    throwFrom("messy")
  }
}

export async function* messyLater(): AsyncGenerator<number> {
  try {
    for (let n = 0; ; n++) yield n
  } finally {
    await Promise.resolve()
    throwFrom("messyLater")
  }
}

/** Throws behind what its reader wants. */
export function* ahead(): Generator<number> {
  yield* [0, 1, 2]
  throwFrom("ahead")
}

export async function* aheadLater(): AsyncGenerator<number> {
  yield* [0, 1, 2]
  throwFrom("aheadLater")
}

const throwFrom = (where: string): never => {
  throw new Error(`thrown in ${where}`)
}

const whenAborted = (signal: AbortSignal, errorOf: () => unknown) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(errorOf())))

/** They give up because they are told to. */
export async function* givesUp(this: ModuleCall): AsyncGenerator<string> {
  yield "begun"
  // `this` is the call, as ModuleActor.ts says.
  // oxlint-disable-next-line oxc/no-this-in-exported-function
  const { signal } = this
  yield await whenAborted(signal, () => signal.reason)
}

const wrapped = (cause: unknown, times: number): unknown =>
  times === 0 ? cause : wrapped(new Error("not done", { cause }), times - 1)

/** By how it rejects then. */
const givenUp = {
  reason: (signal: AbortSignal): unknown => signal.reason,
  cause: (signal: AbortSignal): unknown => wrapped(signal.reason, 1),
  causes: (signal: AbortSignal): unknown => wrapped(signal.reason, 5),
  abortErrors: (): unknown => wrapped(new DOMException("stopped", "AbortError"), 3),
  several: (signal: AbortSignal): unknown =>
    wrapped(new AggregateError(Array.from({ length: 100 }, () => wrapped(signal.reason, 1))), 1),
  nothing: (): unknown => undefined,
  text: (): unknown => "thrown in givesUpOnce",
  circle: (): unknown => {
    const error = new Error("thrown in givesUpOnce")
    error.cause = error
    return error
  },
  getter: (): unknown =>
    Object.defineProperty(new Error("thrown in givesUpOnce"), "cause", {
      get: () => throwFrom("givesUpOnce")
    })
}

export async function givesUpOnce(this: ModuleCall, how: keyof typeof givenUp): Promise<never> {
  // `this` is the call, as ModuleActor.ts says.
  // oxlint-disable-next-line oxc/no-this-in-exported-function
  const { signal } = this
  return whenAborted(signal, () => givenUp[how](signal))
}

/** They fail when they are told to end. */
export async function* failsLeft(this: ModuleCall): AsyncGenerator<string> {
  yield "begun"
  // `this` is the call, as ModuleActor.ts says.
  // oxlint-disable-next-line oxc/no-this-in-exported-function
  yield await whenAborted(this.signal, () => new Error("thrown in failsLeft"))
}

export async function failsLeftOnce(this: ModuleCall): Promise<never> {
  // `this` is the call, as ModuleActor.ts says.
  // oxlint-disable-next-line oxc/no-this-in-exported-function
  return whenAborted(this.signal, () => new Error("thrown in failsLeftOnce"))
}

/** Not marked. */
export const unmarked = (): AsyncIterable<string> => lines(1)
