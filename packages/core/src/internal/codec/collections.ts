/**
 * What a Map or a Set holds, by JavaScript's own methods: an instance may have others, which never end or tell what is not so. Throws
 * where it is none. Used wherever values of others are read.
 */

const getterOf = (prototype: object): (() => number) => Object.getOwnPropertyDescriptor(prototype, "size")!.get!
const mapSize = getterOf(Map.prototype)
const setSize = getterOf(Set.prototype)
const { entries } = Map.prototype
const { values } = Set.prototype

export const sizeOfMap = (map: ReadonlyMap<unknown, unknown>): number => Reflect.apply(mapSize, map, [])
export const sizeOfSet = (set: ReadonlySet<unknown>): number => Reflect.apply(setSize, set, [])

export const entriesOf = (map: ReadonlyMap<unknown, unknown>): MapIterator<[unknown, unknown]> =>
  Reflect.apply(entries, map, [])
export const valuesOf = (set: ReadonlySet<unknown>): SetIterator<unknown> => Reflect.apply(values, set, [])
