/*
 * A ring of slots in shared memory, for one thread that sends and one that receives: messages as msgpack, one counter,
 * and nothing else. Both ends look again and again; nobody sleeps.
 */
import { Packr } from "msgpackr"
import type { Message } from "../message.ts"

/** More than are ever in flight, so that no slot is written that was not read. */
const slots = 1024
const slotBytes = 128
/** The counter lies on a line of its own. */
const startBytes = 64

export const ringBytes = startBytes + slots * slotBytes

type Fields = [id: number, name: string, value: number]

export const openRing = (memory: SharedArrayBuffer) => {
  const words = new Int32Array(memory)
  const bytes = new Uint8Array(memory)
  const packr = new Packr({ useRecords: false })
  const local = new Uint8Array(slotBytes)
  const sent = 0
  const at = (position: number) => startBytes + (position % slots) * slotBytes
  let position = 0

  /** The sender never has more under way than there are slots. */
  const send = ({ id, name, value }: Message): void => {
    const packed = packr.pack([id, name, value] satisfies Fields)
    const start = at(position)
    words[start / 4] = packed.length
    bytes.set(packed, start + 4)
    Atomics.store(words, sent, ++position)
  }

  const receive = (): Message | undefined => {
    if (Atomics.load(words, sent) === position) return undefined
    const start = at(position)
    const length = words[start / 4]!
    // Decoders want memory that nobody else writes to.
    local.set(bytes.subarray(start + 4, start + 4 + length))
    position++
    const [id, name, value] = packr.unpack(local.subarray(0, length)) as Fields
    return { id, name, value }
  }

  return { send, receive }
}
