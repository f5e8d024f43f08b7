/*
 * How `io.write` writes: all of it or an error, as PUC's files do. On the thread of the state.
 */
import { writeSync } from "node:fs"
import { pause } from "../../state/atomics.ts"

/** One of Node's streams, as a file of Lua has it. */
export interface Output {
  /** A worker's streams have none. */
  readonly fd?: number | undefined
  readonly listenerCount: (event: "error") => number
  readonly emit: (event: "error", error: unknown) => unknown
}

const descriptorOf = (output: Output): number => output.fd ?? ((output as unknown) === process.stderr ? 2 : 1)

/**
 * A pipe of Node's does not block: where it is full, this waits for its reader, as a write of C would. Throws what the system says. Where
 * the reader has gone, whoever listens to the stream hears it as well: scripts seldom look at what `io.write` gives.
 */
export const writeAll = (output: Output, bytes: Uint8Array): void => {
  const descriptor = descriptorOf(output)
  let at = 0
  while (at < bytes.length) {
    try {
      at += writeSync(descriptor, bytes, at, bytes.length - at)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code !== "EAGAIN") {
        if (code === "EPIPE" && output.listenerCount("error") > 0) output.emit("error", cause)
        throw cause
      }
      pause()
    }
  }
}
