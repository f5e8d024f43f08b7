/*
 * A `ThreadPort` over one end of a dedicated `MessageChannel`; both main and the thread hold one.
 *
 * Not the Worker's own port: nothing can be read from that one without the event loop, and what its thread posted last
 * is gone once `exit` was emitted. A transferred port keeps everything that was posted before its peer died, whatever
 * the thread died of, and `receiveMessageOnPort` reads it.
 */
import type { ThreadPort } from "@stevedore/core/ThreadSpawner"
import { receiveMessageOnPort, type MessagePort } from "node:worker_threads"

/** A port whose peer may end: `settle` keeps what arrived, and gives the handle back. */
export interface SettlingPort extends ThreadPort {
  /** The peer is gone: takes over all that it posted and closes. `takeSync` and the listener still get it, in order. */
  readonly settle: () => void
}

/** What can hold an event loop. */
export interface Loop {
  readonly ref: () => void
  readonly unref: () => void
}

/**
 * Wraps `port`. `loop` is what its `ref` and `unref` act on: in a thread the port itself, on main the Worker (the port
 * of a dead thread lets go of main's loop *before* the Worker's exit is seen, and the process could end in between).
 * `referenced` says whether it is held from the start.
 */
export const make = (port: MessagePort, loop: Loop, referenced: boolean): SettlingPort => {
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
  // One message a step, so that a `takeSync` from inside the listener keeps the order.
  const deliverKept = () => {
    if (kept.length === 0 || listener === undefined) return
    setImmediate(deliverKept)
    listener(kept.shift())
  }

  hold(held)
  return {
    post: (message) => port.postMessage(message),
    takeSync: () => (kept.length > 0 ? kept.shift() : closed ? undefined : receiveMessageOnPort(port)?.message),
    onMessage: (next) => {
      const first = listener === undefined
      listener = next
      if (closed) {
        setImmediate(deliverKept)
      } else if (first) {
        port.on("message", (message) => listener?.(message))
        // Adding a listener refs the port.
        port.unref()
        hold(held)
      }
    },
    ref: () => hold(true),
    unref: () => hold(false),
    close: () => {
      kept = []
      close()
    },
    settle: () => {
      if (closed) return
      for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
        kept.push(next.message)
      }
      close()
      setImmediate(deliverKept)
    }
  }
}
