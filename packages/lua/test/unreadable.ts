/*
 * Values of JavaScript that fail when they are read.
 */
const fails = () => {
  throw new Error("not for you")
}

/** Bytes whose memory another thread has now. */
const moved = (): Uint8Array => {
  const bytes = new Uint8Array(8)
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
  return bytes
}

/** Bytes that begin where their memory ends by now. */
const shrunk = (): Uint8Array => {
  const buffer = new ArrayBuffer(8, { maxByteLength: 16 })
  const bytes = new Uint8Array(buffer, 4)
  buffer.resize(2)
  return bytes
}

const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

/** What throws an error that cannot be read, either. */
const mute = {
  get a(): never {
    throw Object.defineProperty(new Error(), "message", { get: fails })
  }
}

export const unreadable: Readonly<Record<string, object>> = {
  "bytes that were moved": moved(),
  "bytes beyond their memory": shrunk(),
  "a proxy of bytes": new Proxy(new Uint8Array(2), {}),
  "a proxy of a date": new Proxy(new Date(0), {}),
  "a proxy of a map": new Proxy(new Map([[1, 2]]), {}),
  "a revoked proxy": revoked({}),
  "a revoked proxy of a list": revoked([]),
  "a proxy that gives nothing": new Proxy({ a: 1 }, { get: fails }),
  "a proxy of a list that gives nothing": new Proxy([1], { get: fails }),
  "a proxy that has no prototype to tell": new Proxy({ a: 1 }, { getPrototypeOf: fails }),
  "a getter whose error has no message to tell": mute,
  "a proxy of a list whose length is a symbol": new Proxy([1], {
    get: (list, key) => (key === "length" ? Symbol("length") : Reflect.get(list, key))
  }),
  "a map that ends too soon": Object.assign(new Map(), { [Symbol.iterator]: () => ({ next: fails }) })
}
