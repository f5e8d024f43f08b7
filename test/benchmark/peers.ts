/*
 * Who is measured. One adapter per peer under `peers/`, loaded only in the process that measures it: a row's memory
 * and start are its own.
 */
import type { Load } from "./load.ts"
import type { Scenario } from "./scenarios.ts"

/** Every name that a row may carry; a peer that has an entry in {@link peers} can be measured today. */
export const peerNames = [
  "stevedore",
  "stevedore-linger-off",
  "stevedore-submit",
  "stevedore-own-thread",
  "raw",
  "raw-atomics",
  "raw-spin",
  "piscina",
  "tinypool",
  "workerpool",
  "poolifier",
  "effect-rpc",
  "erlang"
] as const

export type PeerName = (typeof peerNames)[number]

/** Where payloads and results are checked against their Schema; `null` where a library has no such notion. */
export type Validate = "both" | "receive" | "none" | null

/** A library with its worker threads started, ready for jobs. Used on the main thread of a measuring process. */
export interface Peer {
  /** Runs the load's callers until the load says stop; rejects when any ask fails. */
  readonly run: (load: Load) => Promise<void>
  readonly close: () => Promise<unknown>
}

export interface PeerEntry {
  readonly name: PeerName
  readonly validate: Validate
  readonly open: (scenario: Scenario) => Promise<Peer>
}

const entries: ReadonlyArray<PeerEntry> = [
  {
    name: "stevedore",
    validate: "both",
    open: async (scenario) => (await import("./peers/stevedore.ts")).open(scenario, {})
  },
  {
    name: "stevedore-linger-off",
    validate: "both",
    open: async (scenario) => (await import("./peers/stevedore.ts")).open(scenario, { linger: "off" })
  },
  {
    name: "stevedore-submit",
    validate: "both",
    open: async (scenario) => (await import("./peers/stevedore.ts")).open(scenario, {}, "submitted")
  },
  {
    name: "stevedore-own-thread",
    validate: "both",
    open: async (scenario) => (await import("./peers/stevedore.ts")).open(scenario, {}, "own thread")
  },
  {
    name: "raw",
    validate: null,
    open: async (scenario) => (await import("./peers/raw.ts")).open(scenario)
  },
  {
    name: "piscina",
    validate: null,
    open: async (scenario) => (await import("./peers/piscina.ts")).open(scenario)
  },
  {
    name: "effect-rpc",
    // Its protocol decodes through the Schema of the Rpc on both sides.
    validate: "both",
    open: async (scenario) => (await import("./peers/effectRpc.ts")).open(scenario)
  }
]

export const peers: ReadonlyMap<PeerName, PeerEntry> = new Map(entries.map((entry) => [entry.name, entry]))
