/**
 * Builds what `CurrentJob` provides, and the bytes of a routing key on the wire: its type's letter, then its text.
 */
import type { JobInfo } from "../CurrentJob.ts"
import type { Key } from "../Job.ts"

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export const encodeKey = (key: Key): Uint8Array => encoder.encode(`${(typeof key)[0]}${key}`)

const decodeKey = (bytes: Uint8Array): Key => {
  const text = decoder.decode(bytes)
  const value = text.slice(1)
  return text[0] === "n" ? Number(value) : text[0] === "b" ? BigInt(value) : value
}

export const makeJobInfo = (options: {
  readonly actor: string
  readonly name: string
  readonly id: number
  readonly senderId: number
  readonly senderName: string
  readonly key: Uint8Array | undefined
  readonly deadline: number
  readonly enqueuedAt: number
}): JobInfo => ({
  actor: options.actor,
  name: options.name,
  id: options.id,
  sender: { id: options.senderId, name: options.senderName },
  key: options.key === undefined ? undefined : decodeKey(options.key),
  deadline: options.deadline === 0 ? undefined : options.deadline,
  enqueuedAt: options.enqueuedAt,
  startedAt: Date.now(),
  attempt: 1
})
