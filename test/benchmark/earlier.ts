/*
 * The peers as another program measured them before there was this library, on another machine of two processors: how far
 * they are from raw `postMessage` there. What is further than a quarter from that here has to be explained.
 */
import type { Figure } from "./bars.ts"
import type { PeerName } from "./peers.ts"

export interface Earlier {
  readonly says: string
  readonly pinned: boolean
  readonly figure: Figure
  /** Divided by raw's. */
  readonly ratios: Readonly<Partial<Record<PeerName, number>>>
}

/** Of `ask256x1`. CPU µs per job of raw: 3.6 and 3.8; its jobs per second: 486,000. */
export const earlier: ReadonlyArray<Earlier> = [
  {
    says: "one core: CPU per job",
    pinned: true,
    figure: "cpuMicrosPerJob",
    ratios: {
      "raw-atomics": 0.81,
      piscina: 4.25,
      tinypool: 6.17,
      workerpool: 8.42,
      poolifier: 2.22,
      "effect-rpc": 13.4
    }
  },
  {
    says: "two cores: jobs per second",
    pinned: false,
    figure: "jobsPerSecond",
    ratios: {
      "raw-atomics": 1.37,
      "raw-spin": 1.45,
      piscina: 0.35,
      tinypool: 0.165,
      workerpool: 0.035,
      poolifier: 0.457,
      "effect-rpc": 0.08
    }
  }
]

/** Here divided by there, beyond which it wants a reason. */
export const tolerance = 0.25

/** Why a peer is further from its earlier figure than that. */
export const reasons: Readonly<Partial<Record<PeerName, string>>> = {
  piscina: "raw takes the 3.8 to 4.0 µs that it took there, piscina 12.4 where it took 16, most of it JavaScript.",
  tinypool:
    "raw takes the 3.8 µs that it took there, tinypool 12 where it took 22, with its own queue as with this one (three runs each): what it does for each job in JavaScript is quicker here, 2.8 µs of it the `process.memoryUsage()` of each reply.",
  workerpool:
    "raw takes the 3.8 µs that it took there, workerpool 17 where it took 30 to 32, nearly all of it JavaScript.",
  poolifier:
    "raw takes the 3.8 µs that it took there, poolifier 10 to 11 where it took 8, whichever worker it is told to choose (three runs each); on two cores it is within a quarter.",
  "effect-rpc":
    "raw takes the 3.8 µs that it took there, Effect RPC 32 where it took 48 to 51, nearly all of it JavaScript."
}
