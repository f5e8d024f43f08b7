/*
 * Who is measured. One adapter per peer under `peers/`, loaded only in the process that measures it: a row's memory
 * and start are its own.
 */
import type { SystemOptions } from "@stevedore/core/ActorSystem"
import type { Load } from "./load.ts"
import type { Scenario } from "./scenarios.ts"

/** Whose row it is. Several entries may be of one peer, which then differ in how it is set. */
export const peerNames = [
  "stevedore",
  "raw",
  "raw-atomics",
  "raw-spin",
  "piscina",
  "tinypool",
  "workerpool",
  "poolifier",
  "effect-rpc",
  "erlang",
  "raw-ring",
  "raw-least-shared",
  "raw-least-moved"
] as const

/** What the command line calls them: who it is, or which of Stevedore's settings. */
export type PeerName = (typeof peerNames)[number] | `stevedore-${"unchecked" | "no-jit" | "linger-off"}`

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
  readonly peer: (typeof peerNames)[number]
  readonly validate: Validate
  /** Of Stevedore; null of the others. */
  readonly linger: "adaptive" | "off" | null
  /** Whether Schemas may become generated code; null where there are none. */
  readonly jit: boolean | null
  /** Flags of the process that measures it. */
  readonly nodeOptions: ReadonlyArray<string>
  /** Whether it has what the scenario is about. */
  readonly can: (scenario: Scenario) => boolean
  readonly open: (scenario: Scenario) => Promise<Peer>
}

/** There and back to a worker, in pieces that a structured clone carries: what everybody has. */
const asks = ({ data, own, socket, verb }: Scenario): boolean =>
  verb === "ask" && !own && !socket && (data === undefined || data.how === "copied")

const stevedore = (
  name: PeerName,
  how: Partial<Omit<PeerEntry, "name" | "peer" | "open">> = {},
  options: SystemOptions = {}
): PeerEntry => ({
  name,
  peer: "stevedore",
  validate: "both",
  linger: "adaptive",
  jit: true,
  nodeOptions: [],
  can: (scenario) => scenario.verb !== "boot" && !scenario.own,
  ...how,
  open: async (scenario) => (await import("./peers/stevedore.ts")).open(scenario, options, how.validate !== "none")
})

const other = (
  name: (typeof peerNames)[number],
  open: PeerEntry["open"],
  how: Partial<Pick<PeerEntry, "validate" | "jit" | "can">> = {}
): PeerEntry => ({
  name,
  peer: name,
  validate: null,
  linger: null,
  jit: null,
  nodeOptions: [],
  can: asks,
  ...how,
  open
})

const raw: PeerEntry["open"] = async (scenario) => {
  if (scenario.verb === "stream") return (await import("./peers/raw.stream.ts")).open()
  if (scenario.verb === "ask") return (await import("./peers/raw.ts")).open(scenario)
  return (await import("./peers/raw.tell.ts")).open(scenario)
}

const least = (way: "shared" | "moved"): PeerEntry =>
  other(`raw-least-${way}`, async (scenario) => (await import("./peers/rawLeast.ts")).open(scenario, way), {
    can: ({ data, inFlight, verb }) => verb === "ask" && inFlight === 1 && data?.how === "copied"
  })

const entries: ReadonlyArray<PeerEntry> = [
  stevedore("stevedore", { can: () => true }),
  stevedore("stevedore-unchecked", {
    validate: "none",
    can: (scenario) => asks(scenario) && scenario.workers === 1
  }),
  // V8's own switch: whatever would generate code, Effect's Schema included, does without.
  stevedore("stevedore-no-jit", { jit: false, nodeOptions: ["--disallow-code-generation-from-strings"] }),
  stevedore("stevedore-linger-off", { linger: "off" }, { linger: "off" }),
  other("raw", raw, {
    can: ({ data, own, verb }) => verb !== "submit" && verb !== "fiber" && !own && data?.how !== "read"
  }),
  other("raw-atomics", async (scenario) => (await import("./peers/rawAtomics.ts")).open(scenario, 0)),
  other("raw-spin", async (scenario) => (await import("./peers/rawAtomics.ts")).open(scenario, 100)),
  other("piscina", async (scenario) => (await import("./peers/piscina.ts")).open(scenario)),
  other("tinypool", async (scenario) => (await import("./peers/tinypool.ts")).open(scenario)),
  other("workerpool", async (scenario) => (await import("./peers/workerpool.ts")).open(scenario)),
  other("poolifier", async (scenario) => (await import("./peers/poolifier.ts")).open(scenario)),
  // Its protocol decodes through the Schema of the Rpc on both sides. Large binary data becomes base64 there.
  other("effect-rpc", async (scenario) => (await import("./peers/effectRpc.ts")).open(scenario), {
    validate: "both",
    jit: true,
    can: (scenario) => scenario.verb === "stream" || (asks(scenario) && (scenario.data === undefined || scenario.nine))
  }),
  // Nothing of Node is in it: `erlang.ts` measures it, and is started in place of `measure.ts`.
  other("erlang", () => Promise.reject(new Error("Erlang is measured by erlang.ts")), {
    can: ({ name }) => name === "ask1" || name === "ask256x1"
  }),
  other("raw-ring", async () => (await import("./peers/rawRing.ts")).open(), {
    can: ({ name }) => name === "ask1" || name === "ask256x1"
  }),
  least("shared"),
  least("moved")
]

export const peers: ReadonlyMap<PeerName, PeerEntry> = new Map(entries.map((entry) => [entry.name, entry]))

/** Measured only where they are asked for: one has to be installed, the others are no way to send jobs. */
export const extras = ["erlang", "raw-ring", "raw-least-shared", "raw-least-moved"] as const

/** The libraries one would otherwise take for this: whoever is best of them is what Stevedore is compared with. */
export const pools: ReadonlyArray<PeerName> = ["piscina", "tinypool", "workerpool", "poolifier"]
