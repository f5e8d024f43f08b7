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
  piscina: "raw itself takes 5.3 µs of CPU here where it took 3.6 to 3.8; piscina takes the same 15 µs as before.",
  workerpool: "raw takes 1.5 times as much as there, workerpool less than there: 25 µs of CPU where it took 30 to 32.",
  "effect-rpc": "raw takes 1.5 times as much as there, Effect RPC less than there: 38 µs of CPU where it took 48 to 51."
}
