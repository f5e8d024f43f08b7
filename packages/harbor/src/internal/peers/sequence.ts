/*
 * The numbers of what this JavaScript thread sends to other processes: one row for all that sends here, whatever harbor or `Peers` it is
 * of. Those that come one after the other over one transport are one source (its node, and their thread), and whoever knows the one before
 * would take what the next one numbers anew for what he has had. So would he with two at a time.
 */

/** Of each life of main's border, which is more than one sends in it; 2^53 is the end of numbers. */
const ofLife = 2 ** 32
const mostLives = 2 ** 21

let last = 0

/** Above all that were given here before. */
export const nextSequence = (): number => ++last

/**
 * For a thread that goes out through main's border: another system of this process may have had one of its number over the same transport,
 * in an earlier life of main's, of which this thread knows nothing.
 */
export const beginLife = (life: number): void => {
  last = Math.max(last, (life % mostLives) * ofLife)
}
