/*
 * An echo socket on a worker, and somebody on a thread of his own who takes the time: whether a thread that works for
 * others, or waits for them, is still there for its own sockets.
 */
import { createServer } from "node:net"
import { Worker } from "node:worker_threads"

/** Listens on this thread, and says where. */
export const serveEcho = (port: Int32Array): void => {
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.on("error", () => socket.destroy())
    socket.pipe(socket)
  })
  server.listen(0, "127.0.0.1", () => {
    Atomics.store(port, 0, (server.address() as { readonly port: number }).port)
    Atomics.notify(port, 0)
  })
}

export const Phase = { waiting: 0, measuring: 1, done: 2 } as const

export interface SocketClient {
  readonly start: () => void
  readonly end: () => void
  /** After the end. */
  readonly p99Micros: () => Promise<number>
}

/** Starts whoever sends to the worker that has put its port there. */
export const startClient = async (port: Int32Array): Promise<SocketClient> => {
  // Nothing of this keeps a process alive.
  const alive = setInterval(() => {}, 1000)
  await Atomics.waitAsync(port, 0, 0).value
  const phase = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL("./socketClient.worker.ts", import.meta.url), {
    workerData: { port: Atomics.load(port, 0), phase }
  })
  const figure = new Promise<number>((resolve, reject) => {
    worker.once("error", reject)
    worker.on("message", (message: number | "connected") => message !== "connected" && resolve(message))
  })
  await new Promise((resolve) => worker.once("message", resolve))
  clearInterval(alive)
  return {
    start: () => void Atomics.store(phase, 0, Phase.measuring),
    end: () => void Atomics.store(phase, 0, Phase.done),
    p99Micros: async () => {
      const micros = await figure
      await worker.terminate()
      return micros
    }
  }
}
