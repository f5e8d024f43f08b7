/*
 * Whether anything was written to what all objects inherit from.
 */

const prototypes = { Object, Array, Map, Set, Uint8Array, Date, Function, Promise, String, Number }

const look = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(prototypes).map(([name, { prototype }]) => [
      name,
      Reflect.ownKeys(prototype)
        .map((key) => String(key))
        .join()
    ])
  )

/** Call it before, and what it returns afterwards: the names of what was changed. */
export const pollution = (): (() => ReadonlyArray<string>) => {
  const before = look()
  return () => {
    const after = look()
    return Object.keys(prototypes).filter((name) => before.get(name) !== after.get(name))
  }
}
