/**
 * When a value was published: (epoch, seq), given by the one who orders a topic. A later epoch is later than every seq of an
 * earlier one: who starts again without its memory begins a new epoch, and never gives a version twice.
 */

/** Epochs count from 1, unsigned 32 bits; seq counts from 1 within an epoch and stays a safe integer. */
export interface Version {
  readonly epoch: number
  readonly seq: number
}

/** Before everything. */
export const ZERO: Version = { epoch: 0, seq: 0 }

/** The version alone, of what has more. */
export const versionOf = ({ epoch, seq }: Version): Version => ({ epoch, seq })

export const isAfter = (a: Version, b: Version): boolean => a.epoch > b.epoch || (a.epoch === b.epoch && a.seq > b.seq)

export const latest = (a: Version, b: Version): Version => (isAfter(b, a) ? b : a)
