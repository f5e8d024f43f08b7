/*
 * What the table of values is made of (`rows.ts`). Made on both sides.
 */

export const cyclic = () => {
  const list: Array<unknown> = []
  const value = { list, map: new Map<unknown, unknown>(), set: new Set<unknown>() }
  list.push(value, list)
  value.map.set(value, list).set("again", value.map)
  value.set.add(value)
  return value
}

export const twice = () => {
  const shared = { n: new Date(1) }
  return { a: shared, b: [shared, shared.n] }
}

export const withStack = (error: Error): Error => {
  error.stack = `${error.name}: ${error.message}\n    at there`
  return error
}

export const withCause = () => {
  const root = withStack(new RangeError("root"))
  return withStack(new Error("top", { cause: [withStack(new Error("middle", { cause: root })), root] }))
}

export const circular = () => {
  const error: any = withStack(new Error("circular"))
  error.cause = error
  error.self = [error]
  return error
}

/** What `using` throws. Node 22 does not know it: there compiled code makes what is below. */
export const suppressed = () => {
  const error = withStack(new TypeError("while closing"))
  const held = [error, { n: 1 }]
  const known = (globalThis as { readonly SuppressedError?: typeof SuppressedError }).SuppressedError
  return withStack(
    known === undefined
      ? named("SuppressedError", { error, suppressed: held })
      : new known(error, held, "both have failed")
  )
}

export const named = (name: string, fields: object): Error =>
  Object.defineProperty(Object.assign(new Error(), fields), "name", { value: name, enumerable: false })

/** Of a buffer that was transferred since. */
export const detached = <A>(of: (buffer: ArrayBuffer) => A) => {
  const buffer = new ArrayBuffer(8)
  const view = of(buffer)
  structuredClone(buffer, { transfer: [buffer] })
  return view
}

export const deep = () => {
  let value: unknown = []
  for (let i = 0; i < 100_000; i++) value = [value]
  return value
}

export const throws = (run: () => unknown): boolean => {
  try {
    run()
    return false
  } catch (error) {
    return error instanceof TypeError
  }
}

export const filled = <A extends Uint8Array | Float64Array>(view: A): A => {
  for (let i = 0; i < view.length; i++) view[i] = i * 3
  return view
}

export const polluting = () =>
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "hasOwnProperty": null}') as unknown

const numbers = [
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array
]
export const typed = [...numbers, ...(typeof Float16Array === "undefined" ? [] : [Float16Array])]
