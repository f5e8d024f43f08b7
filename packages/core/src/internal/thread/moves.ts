/**
 * Buffers on their way between this thread and another one: moved by a port, beside the record that tells of them. Posted
 * first and published second, and only where the other end of the port is known to be in its thread: so whoever drains the
 * record finds its buffers, without the event loop. They are known by the job they belong to, never by their position.
 *
 * Main makes the channels, at the first job of a pair that moves anything. Jobs that come before it is there wait for it in
 * their target's line, replies on their thread's heap.
 */
import type { BufferPort } from "../../ThreadSpawner.ts"
import * as Record from "../record.ts"
import type { Mesh, Peer } from "./mesh.ts"

/** Mail and replies of a pair share a port, and their ids are of two tables. */
type Direction = 0 | 1
export const MAIL: Direction = 0
export const REPLY: Direction = 1

/** Generations have 25 bits, the one of tells included; ids fewer than 27. */
const keyOf = (direction: Direction, id: number, generation: number): number =>
  (id * 0x2000000 + generation) * 2 + direction

/** Between this thread and one incarnation of another. */
export class Moves {
  /** This thread's end. To itself a thread needs none. */
  port: BufferPort | undefined = undefined
  /** The other end is in its thread. */
  open = false
  asked = false
  /** Came with records that were drained, or before them; for a stream one after the other. */
  readonly arrived = new Map<number, Array<ReadonlyArray<ArrayBuffer>>>()
  /** Of replies that are held: what is still to be posted. */
  readonly held = new Map<Uint8Array, ReadonlyArray<ArrayBuffer>>()
}

/** Whether something can be moved there now; if not, it will be looked at again when that has changed. */
export const mayMove = (mesh: Mesh, peer: Peer): boolean => {
  const moves = (peer.moves ??= new Moves())
  if (moves.open) return true
  if (peer.thread === mesh.thread) return (moves.open = true)
  if (!moves.asked) {
    moves.asked = true
    mesh.wantPort(peer)
  }
  return false
}

/**
 * Moves them; from now on they are detached here. Throws where one cannot be moved, and then none was.
 * Only where `mayMove`.
 */
export const move = (
  mesh: Mesh,
  peer: Peer,
  direction: Direction,
  id: number,
  generation: number,
  buffers: ReadonlyArray<ArrayBuffer>
): void => {
  const key = keyOf(direction, id, generation)
  if (peer.thread === mesh.thread) put(peer.moves!, key, take(buffers))
  else peer.moves!.port!.post(key, buffers)
}

const put = ({ arrived }: Moves, key: number, buffers: ReadonlyArray<ArrayBuffer>): void => {
  const line = arrived.get(key)
  if (line === undefined) arrived.set(key, [buffers])
  else line.push(buffers)
}

/** What a reply moves: posted now, or, where that cannot be yet, handed back to be held. */
export const moveOut = (
  mesh: Mesh,
  peer: Peer,
  id: number,
  generation: number,
  buffers: ReadonlyArray<ArrayBuffer>
): ReadonlyArray<ArrayBuffer> | undefined => {
  if (!mayMove(mesh, peer)) return take(buffers)
  move(mesh, peer, REPLY, id, generation, buffers)
  return undefined
}

/** Makes them this thread's own, detached for whoever had them. Throws where one cannot be moved, and then none was. */
export const take = (buffers: ReadonlyArray<ArrayBuffer>): ReadonlyArray<ArrayBuffer> =>
  structuredClone(buffers, { transfer: buffers as Array<ArrayBuffer> })

/** The drain passes a record that says that buffers come with it. */
export const arrive = (peer: Peer, direction: Direction, words: Int32Array, at: number): void => {
  const { moves } = peer
  const key = keyOf(direction, words[at + Record.Field.job]!, words[at + Record.Field.generation]!)
  if (moves?.port === undefined || moves.arrived.has(key)) return
  for (let message = moves.port.takeSync(); message !== undefined; message = moves.port.takeSync()) {
    put(moves, message.key, message.buffers)
    if (message.key === key) return
  }
}

/** What came with a record that was passed, once. */
export const arrived = (
  peer: Peer,
  direction: Direction,
  words: Int32Array,
  at: number
): ReadonlyArray<ArrayBuffer> | undefined => {
  const key = keyOf(direction, words[at + Record.Field.job]!, words[at + Record.Field.generation]!)
  const line = peer.moves?.arrived.get(key)
  const buffers = line?.shift()
  if (line?.length === 0) peer.moves!.arrived.delete(key)
  return buffers
}

/** This thread's end of a port has come. `open`: the other end is in its thread already. */
export const attach = (peer: Peer, port: BufferPort, open: boolean): void => {
  const moves = (peer.moves ??= new Moves())
  moves.asked = true
  moves.port = port
  moves.open ||= open
}

/** The other end is in its thread, too. */
export const opened = (peer: Peer): void => {
  if (peer.moves?.port !== undefined) peer.moves.open = true
}

/** Nothing more comes or goes; what has arrived stays for those who wait for it. */
export const close = (peer: Peer): void => {
  peer.moves?.port?.close()
  if (peer.moves !== undefined) peer.moves.port = undefined
}

/** Why buffers could not be moved, for whoever sent them. What failed for another reason is thrown on: it is no answer. */
export const unmovable = (cause: unknown): string => {
  if (!(cause instanceof DOMException)) throw cause
  return (
    "A buffer that is marked Job.transfer cannot be moved: it belongs to Node's pool of small Buffers, or to a " +
    `WebAssembly.Memory. Send a copy of its own (new Uint8Array(view)) (${cause.message})`
  )
}
