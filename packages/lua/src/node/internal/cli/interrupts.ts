/*
 * How a script that holds main's thread is ended by whoever runs the command: Node tells of signals and keys between two turns of the
 * event loop, and an endless callback of `string.gsub` or `table.sort` leaves no turn.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { createHook } from "node:async_hooks"
import { closeSync, constants, openSync, readSync } from "node:fs"
import { constants as osConstants } from "node:os"
import { holding } from "../../../internal/state/holding.ts"

const signals = ["SIGINT", "SIGTERM"] as const

/** Has anybody at the terminal interrupted? Where there is a session at one. */
let wasInterrupted = (): boolean => false

/** Milliseconds of one turn that no ordinary callback has. Before that, a signal waits for its end, and the command ends in order. */
const LETS_GO = 2000

/**
 * While the thread is held for longer than that, the signals do what they do to a program that does not listen for them: the system
 * ends it, as nobody here could. From the next turn on they are heard again, with those that came before they were let go of.
 */
export const endHeld = (): void => {
  const handles = signals.map(handleOf)
  let isHeld = false
  holding.seen = (turn) => {
    if (!isHeld && turn >= LETS_GO) {
      isHeld = true
      for (const handle of handles) handle.stop()
      // Before the event loop goes on, as it drops what has been caught for a handle that is stopped.
      queueMicrotask(() => {
        isHeld = false
        for (const handle of handles) handle.start()
      })
    }
    return wasInterrupted()
  }
}

/** What listens to the system for a signal. Stopped and started, it still tells of what it caught before; a new one would not. */
interface Handle {
  readonly stop: () => void
  readonly start: () => void
}

/**
 * That of Node, which all listeners of a signal share: nothing but its hooks shows it. Taking the listeners away closes it, and drops
 * what it has caught, so one of ours stays. Where Node shows none, the signals wait for the end of what holds the thread.
 */
const handleOf = (signal: (typeof signals)[number]): Handle => {
  let own: object = {}
  const hook = createHook({
    init: (_id, type, _trigger, resource: object) => {
      if (type === "SIGNALWRAP") own = resource
    }
  })
  const stay = () => {
    // Nobody else listens, so it is to do what it does then.
    if (process.listenerCount(signal) > 1) return
    own = {}
    process.removeListener(signal, stay)
    process.kill(process.pid, signal)
  }
  hook.enable()
  process.on(signal, stay)
  hook.disable()
  return {
    stop: () => {
      if ("stop" in own && typeof own.stop === "function") own.stop()
    },
    start: () => {
      if ("start" in own && typeof own.start === "function") own.start(osConstants.signals[signal])
    }
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
