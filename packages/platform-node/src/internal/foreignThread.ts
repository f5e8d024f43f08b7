/*
 * A thread that somebody else has started, as main knows it: by a port, whose close is its exit. It is never ended by us.
 */
import type { SpawnedThread, ThreadExit } from "@stevedore/core/ThreadSpawner"
import { MessageChannel, type MessagePort } from "node:worker_threads"
import * as threadPort from "./threadPort.ts"

/** Nobody else uses the port. */
export const alone: threadPort.Passenger = { takes: () => false }

export const make = (): { readonly spawned: SpawnedThread; readonly end: MessagePort } => {
  const { port1, port2 } = new MessageChannel()
  const port = threadPort.make(port1, port1, false, alone)
  const exited = Promise.withResolvers<void>()
  let ended: ThreadExit | undefined
  let onExit: ((exit: ThreadExit) => void) | undefined
  port1.on("close", () => {
    if (ended !== undefined) return
    // The port says that it is gone, and not how.
    ended = { code: undefined }
    // What it had posted came before this; a port that is closed must not be asked for more (Node crashes).
    port.close()
    exited.resolve()
    onExit?.(ended)
  })
  return {
    spawned: {
      port,
      onExit: (listener) => {
        const exit = ended
        if (exit === undefined) onExit = listener
        else queueMicrotask(() => listener(exit))
      },
      // It may do something else as well: it goes by itself, or is lost until it does.
      terminate: () => exited.promise,
      utilization: () => 0
    },
    end: port2
  }
}
