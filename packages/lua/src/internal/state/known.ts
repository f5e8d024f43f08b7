/*
 * Names of options: what is given under a name that nothing reads would do nothing, and a sandbox that does nothing is none. So it
 * is refused, with the names that may have been meant.
 */

/** The names of an object type, each written once: `satisfies Names<Options>` has none forgotten. */
export type Names<Options> = { readonly [Name in keyof Required<Options>]: true }

/** The first name of an object that is none of those known. */
export const unknownName = (options: object, known: object): string | undefined =>
  Object.keys(options).find((name) => !Object.hasOwn(known, name))

/** What to do about it. */
export const remedyFor = (name: string, known: object, what: string): string => {
  const names = Object.keys(known)
  const meant = nearest(name, names)
  return meant.length > 0
    ? `there is no such ${what}: did you mean ${anyOf(meant)}?`
    : `there is no such ${what}: use ${anyOf(names)}`
}

/** Those that are this one but for its case, what a slip of the hand changes, or what is left out at its end; the nearest ones. */
export const nearest = (name: string, names: ReadonlyArray<string>): ReadonlyArray<string> => {
  const given = name.toLowerCase()
  // A longer one is nobody's slip, and comparing takes as long as it is.
  if (given.length > LONGEST) return []
  const ranked = names.map((known) => {
    const lower = known.toLowerCase()
    const begins = given.length >= SHORTEST_BEGINNING && (lower.startsWith(given) || given.startsWith(lower))
    const changed = distance(given, lower)
    return { known, changed: begins ? Math.min(changed, 1) : changed }
  })
  const least = Math.min(...ranked.map(({ changed }) => changed))
  return least > Math.max(1, Math.floor(given.length / 3))
    ? []
    : ranked.filter(({ changed }) => changed === least).map(({ known }) => known)
}

const LONGEST = 64
const SHORTEST_BEGINNING = 3

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
const anyOf = (names: ReadonlyArray<string>): string => {
  const quoted = names.map((name) => `"${name}"`)
  const last = quoted.pop()
  return quoted.length === 0 ? `${last}` : `${quoted.join(", ")} or ${last}`
}

/** How many letters have to be put in, taken out, replaced, or swapped with their neighbour. */
const distance = (from: string, to: string): number => {
  const rows = [Array.from({ length: to.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= from.length; i++) {
    const above = rows[i - 1]!
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      let least = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        least = Math.min(least, rows[i - 2]![j - 2]! + 1)
      }
      row.push(least)
    }
    rows.push(row)
  }
  return rows[from.length]![to.length]!
}
