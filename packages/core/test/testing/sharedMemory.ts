/** How much of a process's memory is really there. */
import { existsSync, readFileSync } from "node:fs"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

const SMAPS = "/proc/self/smaps"

export const canMeasure = existsSync(SMAPS)

/** Bytes that have been touched of all mappings in which a shared memory of that size may lie: the heap's are smaller. */
export const touchedBytes = (buffer: SharedArrayBuffer): number => {
  let bytes = 0
  let size = 0
  for (const line of readFileSync(SMAPS, "utf8").split("\n")) {
    const range = /^([0-9a-f]+)-([0-9a-f]+) /.exec(line)
    if (range !== null) size = Number.parseInt(range[2]!, 16) - Number.parseInt(range[1]!, 16)
    const kibibytes = /^Rss:\s+(\d+) kB/.exec(line)?.[1]
    if (kibibytes !== undefined && size >= buffer.byteLength) bytes += Number(kibibytes) * 1024
  }
  return bytes
}

/** Bytes of the heap that are reachable, those of buffers included that are not shared. */
export const heapBytes = (): number => {
  setFlagsFromString("--expose-gc")
  const collect = runInNewContext("gc") as () => void
  collect()
  collect()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
