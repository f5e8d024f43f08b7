/**
 * What a view of memory really shows. A class of a program's own may answer for its fields what it likes, and memory that can grow
 * another time something else: what is reserved for data, and what is copied there, have to be the same.
 */

type Part = "buffer" | "byteOffset" | "byteLength"
type Fields = Readonly<Record<Part, (this: ArrayBufferView) => any>>

const getter = (prototype: object, name: PropertyKey): ((this: ArrayBufferView) => any) =>
  Object.getOwnPropertyDescriptor(prototype, name)!.get!

const fieldsOf = (prototype: object): Fields => ({
  buffer: getter(prototype, "buffer"),
  byteOffset: getter(prototype, "byteOffset"),
  byteLength: getter(prototype, "byteLength")
})

const arrays: object = Object.getPrototypeOf(Uint8Array.prototype)
const ofArrays = fieldsOf(arrays)
const ofDataViews = fieldsOf(DataView.prototype)
const nameOf = getter(arrays, Symbol.toStringTag)

/** How many bytes an array shows, as the engine has it. */
export const lengthOf = (bytes: Uint8Array): number => ofArrays.byteLength.call(bytes)

/** The bytes that a view shows now: a plain view of the same memory, which does not grow with it. */
export const shownBytes = (view: ArrayBufferView): Uint8Array => {
  const fields = nameOf.call(view) === undefined ? ofDataViews : ofArrays
  return new Uint8Array(fields.buffer.call(view), fields.byteOffset.call(view), fields.byteLength.call(view))
}
