/** Numbers below a bound, the same ones for the same seed (mulberry32). */
export const random = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** In an order that the numbers decide. */
export const shuffled = <A>(items: ReadonlyArray<A>, next: (below: number) => number): ReadonlyArray<A> => {
  const all = items.slice()
  for (let i = all.length - 1; i > 0; i--) {
    const j = next(i + 1)
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}
