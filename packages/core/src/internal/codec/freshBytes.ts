/**
 * Memory for what this thread receives, or keeps until it can be sent: not zeroed where that can be had, and given back soon.
 *
 * It lives shortly, and V8 counts it with the old objects: where a program has more than a few megabytes of those (Effect alone is 14),
 * all of them are marked for each 8 MB of it. A collection of the young objects gives back as much in a fiftieth of the time, but
 * V8 begins none, since few objects are made meanwhile. So the thread asks for one after every few megabytes. And glibc's malloc gives
 * what is freed back to the system, which hands it out page by page again: it keeps twice the size of the largest block that was
 * ever freed (mallopt(3), M_MMAP_THRESHOLD), so one is. profile.md has what both save.
 */

const MIB = 1024 * 1024

/** Before V8 marks the heap. */
const EVERY_BYTES = 6 * MIB

/** More than is freed at a time, with what is in use. */
const FREED_BYTES = 8 * MIB

let sinceCollected = 0

/** A view of a buffer that it fills, with whatever was there: it is about to be overwritten. */
export const freshBytes = (length: number): Uint8Array<ArrayBuffer> => {
  sinceCollected += length
  if (sinceCollected >= EVERY_BYTES) {
    sinceCollected = 0
    collectYoung()
  }
  return allocate(length)
}

/** Zeroing takes a third of the time of a large copy; a Buffer's memory is not. */
const allocate: (length: number) => Uint8Array<ArrayBuffer> =
  typeof Buffer === "undefined"
    ? (length) => new Uint8Array(length)
    : (length) => new Uint8Array(Buffer.allocUnsafeSlow(length).buffer as ArrayBuffer)

type Collect = (options: { readonly type: "minor" }) => void

let collect: Collect | undefined
let attemptsLeft = 8
let isKept = false

const collectYoung = (): void => {
  if (!isKept) {
    isKept = true
    // Nobody touches it, so it takes no memory.
    allocate(FREED_BYTES).buffer.transfer(0)
  }
  if (collect === undefined && attemptsLeft > 0) {
    attemptsLeft--
    collect = exposed()
  }
  collect?.({ type: "minor" })
}

interface NodeProcess {
  readonly getBuiltinModule?: {
    (name: "node:v8"): { readonly setFlagsFromString: (flags: string) => void }
    (name: "node:vm"): { readonly runInNewContext: (code: string) => Collect }
  }
}

/**
 * V8's own `gc`, which only contexts have that are made while a flag of the process is set: it is set for that millisecond, as test runners
 * do that look for leaks, and taken back unless the program was started with it. Undefined where there is none (another engine), or
 * where another thread took the flag back in between.
 */
const exposed = (): Collect | undefined => {
  const node: NodeProcess | undefined = Reflect.get(globalThis, "process")
  const v8 = node?.getBuiltinModule?.("node:v8")
  const vm = node?.getBuiltinModule?.("node:vm")
  if (v8 === undefined || vm === undefined) return undefined
  const isStartedWithIt = typeof Reflect.get(globalThis, "gc") === "function"
  try {
    if (isStartedWithIt) return vm.runInNewContext("gc")
    v8.setFlagsFromString("--expose-gc")
    try {
      return vm.runInNewContext("gc")
    } finally {
      v8.setFlagsFromString("--no-expose-gc")
    }
  } catch {
    return undefined
  }
}
