/*
 * One Worker with its ports: starting it, and all that main knows about it afterwards. Lives on main.
 */
import type { SpawnedThread, SpawnRequest, ThreadExit } from "@stevedore/core/ThreadSpawner"
import { MessageChannel, Worker } from "node:worker_threads"
import * as bootstrap from "./bootstrap.ts"
import * as threadOutput from "./threadOutput.ts"
import * as threadPort from "./threadPort.ts"

const definedLimits = (limits: SpawnRequest["resourceLimits"]): Record<string, number> =>
  Object.fromEntries(Object.entries(limits ?? {}).filter((entry) => entry[1] !== undefined))

/**
 * Starts a thread that runs the module at `main`. Throws what `new Worker` throws; calls `onEnd` once it has exited.
 *
 * The thread gets a copy of the environment variables (what one thread sets there is no channel to others), the
 * process's Node options, and no stdin. Neither it nor its output keeps the process alive.
 */
export const start = (main: string, request: SpawnRequest, onEnd: () => void): SpawnedThread => {
  const control = new MessageChannel()
  const { endedByItself, length, utilization: lastUtilization } = bootstrap.lastWords
  const lastWords = new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
  const data: bootstrap.ThreadData = {
    main,
    compileCache: bootstrap.compileCache(),
    boot: request.boot,
    port: control.port2,
    lastWords
  }
  let worker: Worker
  try {
    worker = new Worker(bootstrap.code, {
      eval: true,
      name: request.name,
      workerData: data,
      transferList: [data.port],
      resourceLimits: definedLimits(request.resourceLimits)
    })
  } catch (error) {
    control.port1.close()
    throw error
  }

  let failure: { readonly error: unknown } | undefined
  let ended: ThreadExit | undefined
  let onExit: ((exit: ThreadExit) => void) | undefined
  let terminated: Promise<void> | undefined
  let utilization = 0
  const exited = Promise.withResolvers<void>()

  const loop: threadPort.Loop = {
    ref: () => worker.ref(),
    // A Worker that is being terminated holds the process until its exit was seen.
    unref: () => {
      if (terminated === undefined) worker.unref()
    }
  }
  const port = threadPort.make(control.port1, loop, false, threadOutput.show(control.port1))

  const sample = () => {
    if (ended === undefined) utilization = worker.performance.eventLoopUtilization().utilization
    else if (lastWords[endedByItself] === 1) utilization = lastWords[lastUtilization]!
    return utilization
  }

  // The error comes first, then the exit: one of each for whatever ended the thread.
  worker.on("error", (error) => {
    failure ??= { error }
  })
  worker.on("exit", (code) => {
    // A thread that is terminated or hits its heap limit while it boots reports 0, as if all were well.
    const honest = code === 0 && lastWords[endedByItself] === 0 ? 1 : code
    ended = failure === undefined ? { code: honest } : { code: honest, error: failure.error }
    port.settle()
    exited.resolve()
    onEnd()
    onExit?.(ended)
  })

  return {
    port,
    onExit: (listener) => {
      const exit = ended
      if (exit === undefined) onExit = listener
      // Not from inside this call: the caller may still be setting up what its listener uses.
      else queueMicrotask(() => listener(exit))
    },
    terminate: () => {
      if (terminated === undefined) {
        sample()
        terminated = exited.promise
        if (ended === undefined) void worker.terminate()
      }
      return terminated
    },
    utilization: sample
  }
}
