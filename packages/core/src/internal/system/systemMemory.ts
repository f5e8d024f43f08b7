/**
 * Whether the memory that a system's sizes ask for can be had: together they decide how much it is, so a refusal names
 * all of them, and for each one how far it would have to come down, the others being as they are.
 */
import { InvalidOption } from "../../ActorError.ts"
import { bytesOf, MAX_BYTES, type MemorySizes } from "../memory/layout.ts"

type Size = "maxThreads" | "segmentBytes" | "jobCapacity" | "arenaBytes" | "smallBlocks" | "largeBlocks"
export type SystemSizes = Required<Pick<MemorySizes, Size>>

const MIB = 1024 * 1024

/** The next smaller value worth trying. */
const smaller: { readonly [S in Size]: (value: number) => number } = {
  maxThreads: (value) => value - 1,
  segmentBytes: (value) => value / 2,
  jobCapacity: (value) => value - Math.max(1, Math.floor(value / 64)),
  arenaBytes: (value) => value - MIB,
  smallBlocks: (value) => value - Math.max(1, Math.floor(value / 64)),
  largeBlocks: (value) => value - 1
}
const least: { readonly [S in Size]: number } = {
  maxThreads: 1,
  segmentBytes: 1024,
  jobCapacity: 1,
  arenaBytes: 64 * 1024,
  smallBlocks: 2,
  largeBlocks: 2
}

export const tooMuchMemory = (sizes: SystemSizes): InvalidOption | undefined => {
  const bytes = bytesOf(sizes)
  if (bytes <= MAX_BYTES) return undefined
  const names: ReadonlyArray<Size> = [
    "maxThreads",
    "segmentBytes",
    "jobCapacity",
    "arenaBytes",
    "smallBlocks",
    "largeBlocks"
  ]
  const ways = names.flatMap((name) => {
    const fitting = largest(sizes, name)
    return fitting === undefined ? [] : [`${name} to ${fitting}`]
  })
  return new InvalidOption({
    option: names.join(", "),
    value: `${names.map((name) => sizes[name]).join(", ")}: together ${Math.ceil(bytes / MIB)} MiB of memory`,
    remedy:
      `one system takes less than 2048 MiB (each of its 2 · maxThreads² queues is granted a segment, each thread its ` +
      `jobCapacity · 4 bytes): lower ${ways.length > 0 ? ways.join(", or ") : "several of them"}`
  })
}

/** The largest value of one size with which the system fits; nothing where that one alone does not help. */
const largest = (sizes: SystemSizes, name: Size): number | undefined => {
  for (let value = sizes[name]; value >= least[name]; value = smaller[name](value)) {
    if (bytesOf({ ...sizes, [name]: value }) <= MAX_BYTES) return value
  }
  return undefined
}
