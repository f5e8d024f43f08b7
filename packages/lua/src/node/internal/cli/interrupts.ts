/*
 * How a script that holds main's thread is ended by whoever runs the command: Node tells of signals and keys between two turns of the
 * event loop, and an endless callback of `string.gsub` or `table.sort` leaves no turn.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { closeSync, constants, openSync, readSync } from "node:fs"
import { holding } from "../../../internal/state/holding.ts"

const signals = ["SIGINT", "SIGTERM"] as const

/** Has anybody at the terminal interrupted? Where there is a session at one. */
let wasInterrupted = (): boolean => false

/**
 * While the thread is held, the signals do what they do to a program that does not listen for them: the system ends it, as nobody here
 * could. From the next turn on they are heard again. One that came just before the thread was held is not: the next one ends it.
 */
export const endHeld = (): void => {
  let isHeld = false
  holding.seen = () => {
    if (!isHeld) {
      isHeld = true
      const heard = signals.map((signal) => [signal, process.listeners(signal)] as const)
      for (const signal of signals) process.removeAllListeners(signal)
      setImmediate(() => {
        isHeld = false
        for (const [signal, listeners] of heard) for (const listener of listeners) process.on(signal, listener)
      })
    }
    return wasInterrupted()
  }
}

/** Ctrl-C, which a terminal that gives each key as it is typed makes no signal of. */
const INTERRUPT = 3

/** Milliseconds between two looks. */
const LOOKS = 20

/**
 * For a session at the terminal: while the thread is held, looks itself for what is typed. An interrupt ends what holds it, and takes
 * what was typed before away, as the system does; the rest is the session's when it goes on.
 */
export const terminalKeys = (input: NodeJS.ReadableStream): Effect.Effect<void, never, Scope.Scope> =>
  Effect.asVoid(
    Effect.acquireRelease(
      Effect.sync(() => {
        const terminal = opened()
        if (terminal === undefined) return undefined
        const read = Buffer.alloc(1024)
        let typed = Buffer.alloc(0)
        let looked = 0
        wasInterrupted = () => {
          const now = performance.now()
          if (now - looked < LOOKS) return false
          looked = now
          const count = readNow(terminal, read)
          if (count === 0) return false
          if (typed.length === 0) {
            setImmediate(() => {
              if (typed.length > 0) input.unshift(typed)
              typed = Buffer.alloc(0)
            })
          }
          const all = Buffer.concat([typed, read.subarray(0, count)])
          const last = all.lastIndexOf(INTERRUPT)
          typed = all.subarray(last + 1)
          return last >= 0
        }
        return terminal
      }),
      (terminal) =>
        Effect.sync(() => {
          wasInterrupted = () => false
          if (terminal !== undefined) closeSync(terminal)
        })
    )
  )

/** The terminal once more: this way of reading never waits. Undefined where the system has none that could be read so. */
const opened = (): number | undefined => {
  try {
    return openSync("/dev/tty", constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return undefined
  }
}

/** So many bytes were there: none is an error of the system, which says to try again. */
const readNow = (terminal: number, into: Uint8Array): number => {
  try {
    return readSync(terminal, into)
  } catch {
    return 0
  }
}
