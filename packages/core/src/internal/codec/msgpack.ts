/**
 * The one place that knows msgpackr: fixed options, its target buffer, its reader.
 *
 * Used on every thread, each with its own copy of this module. msgpackr's target and position are global to a
 * thread, and a program may use msgpackr too: so a message is packed where msgpackr stands (`REUSE`) and the
 * position is put back (`RESET`), which neither overwrites what others packed nor hands them our bytes.
 *
 * Why `index-no-eval`: the plain entry loads msgpackr's native part wherever a prebuilt one is found, and that one
 * crashes the process when it reads from a view of shared memory (seen on Node 22.19). `msgpackr/pack` starts without
 * it, but shares state with a program's own `import "msgpackr"`, which switches it on again. This build is an instance
 * of its own, never native, and generates no code.
 */
import { addExtension, Packr } from "msgpackr/index-no-eval"
import { extensions, MARK, outgoing, readApart } from "./apart.ts"
import { type Luck, readSmall, smallBytes, writeSmall } from "./small.ts"
import { NO } from "./plain.ts"
import { CodecFailure, isStackOverflow, messageOf, overflowFailure } from "./failure.ts"

/** REUSE_BUFFER_MODE | RESET_BUFFER_MODE */
const packMode = 512 | 1024

const packr = new Packr({
  // Positional arrays, never records: shared dictionaries decode another type's fields without an error.
  useRecords: false,
  // Objects never reach msgpackr from us; a map is decoded as a Map, so no key can be special.
  mapsAsObjects: false,
  useBigIntExtension: true,
  // Without it every binary field would alias the memory it was read from.
  copyBuffers: true
} as ConstructorParameters<typeof Packr>[0])

for (const extension of extensions) addExtension(extension as never)

/** Above this a target is given back after use: one huge message must not pin its size for good. */
const keptTargetSize = 4 * 1024 * 1024
const freshTargetSize = 64 * 1024

interface Target extends Uint8Array<ArrayBuffer> {
  start: number
  end: number
}

/** The bytes of the last `encode` on this thread are `scratch.bytes[0, length)`. */
export const scratch: { bytes: Uint8Array } = { bytes: new Uint8Array(0) }

/** msgpackr calls methods of Buffer on its target where Buffer exists. */
const allocate = (size: number): Uint8Array =>
  typeof Buffer === "undefined" ? new Uint8Array(size) : Buffer.allocUnsafeSlow(size)

let lastTarget: Target | undefined
let lastStart = 0
/** What msgpackr packed last lies at the beginning of this. */
let packed = scratch.bytes

/** Packs a wire value that is small: how long it is; -1 when it is not, or none of its type are. */
const packSmall = (wire: unknown, luck: Luck): number => {
  if (!luck.lasts) return -1
  const length = writeSmall(wire)
  luck.had(length >= 0)
  if (length >= 0) scratch.bytes = smallBytes
  return length
}

/** Packs a wire value, returns its length. `luck`: what is known of messages of its type. */
export const pack = (wire: unknown, luck?: Luck): number => {
  const small = luck === undefined ? -1 : packSmall(wire, luck)
  if (small >= 0) return small
  if (lastTarget !== undefined && lastTarget.length > keptTargetSize) {
    lastTarget = undefined
    packr.useBuffer(allocate(freshTargetSize) as never)
  }
  const target = (packr.pack as (value: unknown, mode: number) => unknown)(wire, packMode) as Target
  const start = target.start
  if (target !== lastTarget || start !== lastStart) {
    lastTarget = target
    lastStart = start
    packed = new Uint8Array(target.buffer, target.byteOffset + start, target.length - start)
  }
  scratch.bytes = packed
  return target.end - start
}

/** Packs a message some of whose data may travel beside it: the length of all of it. `message.ts` writes it. */
export const packMessage = (wire: unknown, home: object, luck?: Luck): number => {
  // What is small has no data beside it.
  const small = luck === undefined ? -1 : packSmall(wire, luck)
  if (small >= 0) return small
  outgoing.begin(home)
  try {
    return outgoing.end(pack(wire))
  } catch (cause) {
    outgoing.clear()
    throw cause
  }
}

/**
 * Keeps the bytes of the last `encode`, for whoever lets other threads run before they were used: simulated ones, which
 * share this module. Call the result when they have run.
 */
export const keepScratch = (): (() => void) => {
  const { bytes } = scratch
  const kept = bytes.slice()
  const keptData = outgoing.keep()
  return () => {
    bytes.set(kept)
    keptData()
    scratch.bytes = bytes
    // The next `encode` looks again where its target is.
    lastTarget = undefined
  }
}

const range = { start: 0, end: 0 }

const read = (bytes: Uint8Array, start: number, end: number): unknown => {
  range.start = start
  range.end = end
  return (packr.unpack as (source: Uint8Array, options: typeof range) => unknown)(bytes, range)
}

/** Reads one wire value that fills `bytes[start, end)` exactly. Every problem is a `CodecFailure`. */
export const unpack = (bytes: Uint8Array, start: number, end: number, luck?: Luck): unknown => {
  // msgpackr reads `end: 0` as "to the end"; no bytes at all stand for `undefined`.
  if (end <= start) return undefined
  if (luck !== undefined && luck.lasts) {
    const small = readSmall(bytes, start, end)
    luck.had(small !== NO)
    if (small !== NO) return small
  }
  try {
    return bytes[start] === MARK ? readApart(bytes, start, end, read) : read(bytes, start, end)
  } catch (cause) {
    throw isStackOverflow(cause)
      ? overflowFailure(undefined)
      : new CodecFailure(`Not a readable msgpack message: ${messageOf(cause)}`)
  }
}
