/*
 * What a thread writes to stdout and stderr, shown on main's, in the order in which the thread wrote it; it travels on
 * the port of the control messages, so that logs and output are one order too.
 *
 * Node's own way keeps every write after the first inside the thread until main has answered: a thread that computes
 * shows one line, and one that is terminated or out of memory loses all others. Here a write is posted at once, so
 * what was written is shown whatever the thread does next. Only one answer per `aheadLimitBytes` is awaited, so that
 * a stream piped to stdout cannot fill main's memory; a thread that ends by itself does not wait for it.
 */
import type { MessagePort } from "node:worker_threads"
import type { Passenger } from "./threadPort.ts"

type Name = "stdout" | "stderr"

// No control message has a field of this name.
interface Output {
  readonly output: Name
  readonly data: string | Uint8Array
  /** The thread holds back what it writes next, until main has answered with `Shown`. */
  readonly answer: boolean
}

interface Shown {
  readonly shown: Name
}

const has = <K extends string>(message: unknown, key: K): message is { readonly [_ in K]: unknown } =>
  typeof message === "object" && message !== null && key in message

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
export const send = (port: MessagePort): Passenger => {
  let exiting = false
  /** What main still has to answer: how to go on then, and how much of the stream's buffer was sent already. */
  const held = new Map<Name, { readonly done: () => void; readonly length: number }>()
  const release = (name: Name) => {
    const entry = held.get(name)
    held.delete(name)
    entry?.done()
  }
  for (const name of ["stdout", "stderr"] as const) {
    let aheadBytes = 0
    // The stream is Node's own, so a `console` that was used before this and `process.stdout` stay one thing.
    process[name]._writev = (chunks: Array<Chunk>, done) => {
      let answer = held.has(name)
      let length = 0
      for (const chunk of chunks) {
        const data = toData(chunk)
        length += chunk.chunk.length
        aheadBytes += data.length
        const ask = !answer && aheadBytes >= aheadLimitBytes && !exiting && chunk === chunks.at(-1)
        port.postMessage({ output: name, data, answer: ask } satisfies Output)
        if (ask) {
          answer = true
          aheadBytes = 0
        }
      }
      if (answer) held.set(name, { done, length })
      else done()
    }
  }
  // Runs for the end of the loop, `process.exit` and an uncaught throw alike, and before any other listener.
  process.prependListener("exit", () => {
    exiting = true
    release("stdout")
    release("stderr")
  })
  return {
    takes: (message) => {
      if (!has(message, "shown")) return false
      release((message as Shown).shown)
      return true
    },
    // What the streams hold back was written earlier, so it goes earlier. `done` makes the stream hand it to `_writev`,
    // where the answer that is due still holds back whoever waits for `drain`.
    beforePost: () => {
      for (const [name, { done, length }] of held) if (process[name].writableLength > length) done()
    }
  }
}

/** On main: writes what arrives, and answers on `port`. */
export const show = (port: MessagePort): Passenger => ({
  takes: (message) => {
    if (!has(message, "output")) return false
    const { answer, data, output: name } = message as Output
    const shown = () => port.postMessage({ shown: name } satisfies Shown)
    const flowing = process[name].write(data)
    if (!answer) return true
    if (flowing) shown()
    else process[name].write("", shown)
    return true
  }
})
