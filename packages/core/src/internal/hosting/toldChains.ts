/**
 * Who waits for a job that has not begun here, where its sender has said so after it was sent: a record of the express lane
 * comes before the mail it is about, or while that waits. Kept with the sender until the record of the job is passed.
 */
import type { Peer } from "../thread/peer.ts"

/** By job id. */
export type ToldChains = Map<number, { readonly generation: number; readonly chain: ReadonlyArray<number> }>

export const keep = (peer: Peer, id: number, generation: number, chain: ReadonlyArray<number>): void => {
  ;(peer.chains ??= new Map()).set(id, { generation, chain })
}

export const told = (peer: Peer, id: number, generation: number): ReadonlyArray<number> | undefined => {
  const known = peer.chains?.get(id)
  return known?.generation === generation ? known.chain : undefined
}

/** Its record is passed: from now on whoever runs it knows, or nobody has to. */
export const forget = (peer: Peer, id: number): void => {
  const { chains } = peer
  if (chains?.delete(id) && chains.size === 0) peer.chains = undefined
}
