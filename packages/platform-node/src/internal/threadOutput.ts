/*
 * What a thread writes to stdout and stderr, shown on main's, in the order in which the thread wrote it.
 *
 * Node's own way keeps every write after the first inside the thread until main has answered: a thread that computes
 * shows one line, and one that is terminated or out of memory loses all others. Here a write is posted at once, so
 * what was written is shown whatever the thread does next. Only one answer per `aheadLimitBytes` is awaited, so that
 * a stream piped to stdout cannot fill main's memory; a thread that ends by itself does not wait for it.
 */
import { receiveMessageOnPort, type MessagePort } from "node:worker_threads"

type Name = "stdout" | "stderr"

interface Output {
  readonly name: Name
  readonly data: string | Uint8Array
  /** The thread holds back what it writes next, until main has answered with `name`. */
  readonly answer: boolean
}

/** How far a thread may write ahead of main. */
export const aheadLimitBytes = 1024 * 1024

interface Chunk {
  readonly chunk: string | Uint8Array
  readonly encoding: BufferEncoding
}

// Bytes are copied: posting a view would clone all of the memory behind it, and share it when that is shared.
const toData = ({ chunk, encoding }: Chunk): string | Uint8Array =>
  typeof chunk !== "string"
    ? Uint8Array.from(chunk)
    : encoding === "utf8" || encoding === "utf-8"
      ? chunk
      : Uint8Array.from(Buffer.from(chunk, encoding))

/** On the thread: sends what is written to `process.stdout` and `process.stderr` to `port`. */
export const send = (port: MessagePort): void => {
  let exiting = false
  const held = new Map<Name, () => void>()
  const release = (name: Name) => {
    const done = held.get(name)
    held.delete(name)
    done?.()
  }
  for (const name of ["stdout", "stderr"] as const) {
    let aheadBytes = 0
    // The stream is Node's own, so a `console` that was used before this and `process.stdout` stay one thing.
    process[name]._writev = (chunks: Array<Chunk>, done) => {
      for (const chunk of chunks) {
        const data = toData(chunk)
        aheadBytes += data.length
        const answer = aheadBytes >= aheadLimitBytes && !exiting && chunk === chunks.at(-1)
        port.postMessage({ name, data, answer } satisfies Output)
        if (answer) {
          aheadBytes = 0
          held.set(name, done)
        }
      }
      if (!held.has(name)) done()
    }
  }
  port.on("message", release)
  port.unref()
  // Runs for the end of the loop, `process.exit` and an uncaught throw alike, and before any other listener.
  process.prependListener("exit", () => {
    exiting = true
    release("stdout")
    release("stderr")
  })
}

/** On main: writes what arrives at `port`. `settle`, once the thread is gone, writes the rest and closes. */
export const show = (port: MessagePort): { readonly settle: () => void } => {
  const write = ({ name, data, answer }: Output) => {
    const flowing = process[name].write(data)
    if (!answer) return
    if (flowing) port.postMessage(name)
    else process[name].write("", () => port.postMessage(name))
  }
  port.on("message", write)
  port.unref()
  return {
    settle: () => {
      for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
        write(next.message)
      }
      port.close()
    }
  }
}
