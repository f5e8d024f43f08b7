/*
 * The message that every peer echoes: three fields, one of each common kind. Both sides of every peer use it, on main
 * and in workers, so it imports nothing.
 */
export interface Message {
  readonly id: number
  readonly name: string
  readonly value: number
  /** Where the scenario has binary data: with the id in its first bytes. */
  readonly data?: Uint8Array<ArrayBuffer>
}

const names = Array.from({ length: 1000 }, (_, index) => `job-${index}`)

/** A message that differs from its neighbours in all three fields. */
export const makeMessage = (id: number): Message => ({ id, name: names[id % names.length]!, value: id * 0.5 })

/** The same with data in it. */
export const withData = (message: Message, data: Uint8Array<ArrayBuffer>): Message => {
  for (let i = 0; i < 4; i++) data[i] = message.id >>> (8 * i)
  return { ...message, data }
}

/** Looked at where it was written, and at its end. */
const isSameData = (id: number, bytes: number, received: Uint8Array | undefined): boolean => {
  if (received?.byteLength !== bytes) return false
  for (let i = 0; i < 4; i++) if (received[i] !== ((id >>> (8 * i)) & 0xff)) return false
  return received[bytes - 1] === 7
}

/** Whether `received` is the echo of `sent`; a benchmark that does not look may measure lost or mixed-up jobs. */
export const isEcho = (sent: Message, received: Message, dataBytes = 0): boolean =>
  received.id === sent.id &&
  received.name === sent.name &&
  received.value === sent.value &&
  (dataBytes === 0 || isSameData(sent.id, dataBytes, received.data))
