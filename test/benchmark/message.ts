/*
 * The message that every peer echoes: three fields, one of each common kind; nine of them with a date and a buffer; or
 * three and binary data. Both sides of every peer use it, on main and in workers, so it imports nothing.
 */
export interface Message {
  readonly id: number
  readonly name: string
  readonly value: number
  /** Where the scenario has binary data: with the id in its first bytes. */
  readonly data?: Uint8Array<ArrayBuffer>
  /** The others of the nine. */
  readonly at?: Date
  readonly active?: boolean
  readonly city?: string
  readonly email?: string
  readonly score?: number
}

const names = Array.from({ length: 1000 }, (_, index) => `job-${index}`)

/** A message that differs from its neighbours in all three fields. */
export const makeMessage = (id: number): Message => ({ id, name: names[id % names.length]!, value: id * 0.5 })

/** A message that differs from its neighbours in all nine. */
export const makeNine = (id: number, data: Uint8Array<ArrayBuffer>): Message => {
  mark(id, data)
  return {
    id,
    name: names[id % names.length]!,
    value: id * 0.5,
    data,
    at: new Date(1_700_000_000_000 + id),
    active: id % 2 === 0,
    city: names[(id + 1) % names.length]!,
    email: names[(id + 2) % names.length]!,
    score: -id
  }
}

/** The same with data in it. */
export const withData = (message: Message, data: Uint8Array<ArrayBuffer>): Message => {
  mark(message.id, data)
  return { ...message, data }
}

const mark = (id: number, data: Uint8Array<ArrayBuffer>): void => {
  for (let i = 0; i < 4; i++) data[i] = id >>> (8 * i)
}

/** Looked at where it was written, and at its end. */
const isSameData = (id: number, bytes: number, received: Uint8Array | undefined): boolean => {
  if (received?.byteLength !== bytes) return false
  for (let i = 0; i < 4; i++) if (received[i] !== ((id >>> (8 * i)) & 0xff)) return false
  return received[bytes - 1] === 7
}

const isSameRest = (sent: Message, received: Message): boolean =>
  received.at instanceof Date &&
  received.at.getTime() === sent.at!.getTime() &&
  received.active === sent.active &&
  received.city === sent.city &&
  received.email === sent.email &&
  // Not `===`: a zero without its sign is another one.
  Object.is(received.score, sent.score)

/** Whether `received` is the echo of `sent`; a benchmark that does not look may measure lost or mixed-up jobs. */
export const isEcho = (sent: Message, received: Message, dataBytes = 0): boolean =>
  received.id === sent.id &&
  received.name === sent.name &&
  received.value === sent.value &&
  (dataBytes === 0 || isSameData(sent.id, dataBytes, received.data)) &&
  (sent.at === undefined || isSameRest(sent, received))
