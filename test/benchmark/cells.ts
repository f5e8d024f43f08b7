/*
 * Which cells are measured: a peer in a scenario, free or pinned. Those of one scenario and placement are a group, whose
 * peers are measured one right after the other.
 */
import { type CellName, namedCells } from "./bars.ts"
import { extras, type PeerName, peers } from "./peers.ts"
import { type ScenarioName, scenarioNames, scenarios } from "./scenarios.ts"

export interface Wanted {
  /** As given on the command line; undefined where nothing was. */
  readonly peers: ReadonlyArray<PeerName> | undefined
  readonly scenarios: ReadonlyArray<ScenarioName> | undefined
  readonly placements: ReadonlyArray<"free" | "pinned">
  /** Peers that are left out otherwise. */
  readonly extras: ReadonlyArray<(typeof extras)[number]>
}

const isExtra = (peer: PeerName): peer is (typeof extras)[number] => extras.some((extra) => extra === peer)

/**
 * What the bars and tables name; where peers or scenarios are given, whatever those can do. Never what a peer has no
 * notion of.
 */
export const cellsOf = (wanted: Wanted): ReadonlyArray<ReadonlyArray<CellName>> =>
  (wanted.scenarios ?? scenarioNames).flatMap((scenario) =>
    wanted.placements.flatMap((placement) => {
      const pinned = placement === "pinned"
      const named = (peer: PeerName) =>
        namedCells.some((cell) => cell.scenario === scenario && cell.peer === peer && cell.pinned === pinned)
      const isWanted = (peer: PeerName) =>
        wanted.peers !== undefined
          ? wanted.peers.includes(peer)
          : (!isExtra(peer) || wanted.extras.includes(peer)) && (wanted.scenarios !== undefined || named(peer))
      const group = [...peers.values()]
        .filter(({ can, name }) => isWanted(name) && can(scenarios.get(scenario)!))
        .map(({ name }): CellName => ({ scenario, peer: name, pinned }))
      return group.length === 0 ? [] : [group]
    })
  )
