/**
 * The classes of binary data, by their number on the wire: new ones at the end. A `Uint8Array` comes last, since most forms have
 * a place of their own for it. Float16Array is not there on every engine.
 */
export const binaryKinds = [
  "ArrayBuffer",
  "Int8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "DataView",
  "Float16Array"
] as const

export type BinaryKind = (typeof binaryKinds)[number]
