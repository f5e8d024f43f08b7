/*
 * A `ThreadPort` over one end of a dedicated `MessageChannel`; both main and the thread hold one.
 *
 * Not the Worker's own port: nothing can be read from that one without the event loop, and what its thread posted last
 * is gone once `exit` was emitted. A transferred port keeps everything that was posted before its peer died, whatever
 * the thread died of, and `receiveMessageOnPort` reads it.
 *
 * What the thread writes to stdout and stderr rides on the same port, so that it keeps its place among logs. Whoever uses
 * the `ThreadPort` does not see it.
 */
import type { ThreadPort } from "@stevedore/core/ThreadSpawner"
import { receiveMessageOnPort, type MessagePort } from "node:worker_threads"

/** A port whose peer may end: `settle` loses nothing of what arrived, and gives the handle back. */
export interface SettlingPort extends ThreadPort {
  /** The peer is gone: delivers all that it posted, or keeps it for `takeSync` and a later listener, and closes. */
  readonly settle: () => void
}

/** Who else uses the port. */
export interface Passenger {
  /** Sees each message first, in order of arrival; true if it was one of its own. */
  readonly takes: (message: unknown) => boolean
  /** Called before anything else is posted: what it still has to post goes first. */
  readonly beforePost?: () => void
}

/** What can hold an event loop. */
export interface Loop {
  readonly ref: () => void
  readonly unref: () => void
}

/**
 * Wraps `port`. `loop` is what its `ref` and `unref` act on: in a thread the port itself, on main the Worker (the port
 * of a dead thread lets go of main's loop *before* the Worker's exit is seen, and the process could end in between).
 * `referenced` says whether it is held from the start. The passenger is served from now on, without any listener.
 */
export const make = (port: MessagePort, loop: Loop, referenced: boolean, passenger: Passenger): SettlingPort => {
  let held = referenced
  let closed = false
  let listener: ((message: unknown) => void) | undefined
  let kept: Array<unknown> = []

  const hold = (value: boolean) => {
    held = value
    if (closed) return
    if (held) loop.ref()
    else loop.unref()
  }
  const close = () => {
    if (closed) return
    closed = true
    loop.unref()
    port.close()
  }
  const arrived = (message: unknown) => {
    if (passenger.takes(message)) return
    if (listener === undefined || kept.length > 0) kept.push(message)
    else listener(message)
  }
  // One message a step, so that a `takeSync` from inside the listener keeps the order.
  const deliverKept = () => {
    if (kept.length === 0 || listener === undefined) return
    setImmediate(deliverKept)
    listener(kept.shift())
  }
  const receive = () => (closed ? undefined : receiveMessageOnPort(port))

  port.on("message", arrived)
  // Adding a listener refs the port.
  port.unref()
  hold(held)
  return {
    post: (message, transfer) => {
      passenger.beforePost?.()
      port.postMessage(message, (transfer ?? []) as Array<MessagePort>)
    },
    takeSync: () => {
      if (kept.length > 0) return kept.shift()
      let next = receive()
      while (next !== undefined && passenger.takes(next.message)) next = receive()
      return next?.message
    },
    onMessage: (next) => {
      listener = next
      if (kept.length > 0) setImmediate(deliverKept)
    },
    ref: () => hold(true),
    unref: () => hold(false),
    close: () => {
      kept = []
      close()
    },
    settle: () => {
      if (closed) return
      // Delivered right here, not in later steps: what was written and what was logged stay one order to the end.
      for (let next = receive(); next !== undefined; next = receive()) arrived(next.message)
      close()
      setImmediate(deliverKept)
    }
  }
}
