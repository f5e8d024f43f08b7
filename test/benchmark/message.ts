/*
 * The message that every peer echoes: three fields, one of each common kind. Both sides of every peer use it, on main
 * and in workers, so it imports nothing.
 */
export interface Message {
  readonly id: number
  readonly name: string
  readonly value: number
}

const names = Array.from({ length: 1000 }, (_, index) => `job-${index}`)

/** A message that differs from its neighbours in all three fields. */
export const makeMessage = (id: number): Message => ({ id, name: names[id % names.length]!, value: id * 0.5 })

/** Whether `received` is the echo of `sent`; a benchmark that does not look may measure lost or mixed-up jobs. */
export const isEcho = (sent: Message, received: Message): boolean =>
  received.id === sent.id && received.name === sent.name && received.value === sent.value
