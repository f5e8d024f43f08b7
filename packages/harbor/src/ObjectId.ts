/**
 * Ids of objects: which node, and which of the objects that ever lived there. Never used again, so that what is sent by a
 * stale id reaches nobody.
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** Half of it read as a number: the order of bytes in a word is the machine's. */
const wide = new BigUint64Array(1)
const halves = new Uint32Array(wide.buffer)
wide[0] = 1n
const LOW = halves[0] === 1 ? 0 : 1

/**
 * An unsigned 64-bit number: the node's incarnation in the upper half, the object's serial in the lower one, neither of them
 * 0. As a Schema it takes what can be an id, wherever that came from, and nothing else.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Schema from "effect/Schema"
 * import * as ObjectId from "@stevedore/harbor/ObjectId"
 *
 * const isId = Schema.is(ObjectId.ObjectId)
 * assert.ok(isId(ObjectId.make(7, 1)))
 * assert.ok(!isId(0n))
 * assert.ok(!isId(2n ** 64n))
 * ```
 */
export const ObjectId = Schema.BigInt.check(
  Schema.makeFilter((id: bigint) => (isValid(id) ? undefined : `${id} is no id of an object`))
).pipe(Schema.brand("@stevedore/harbor/ObjectId"))

export type ObjectId = typeof ObjectId.Type

const isValid = (id: bigint): boolean => {
  if (id < 0n || id > 0xffff_ffff_ffff_ffffn) return false
  wide[0] = id
  return halves[LOW] !== 0 && halves[1 - LOW] !== 0
}

/**
 * No object: what a field of ids holds before there is one. Sending to it fails with `InvalidObjectId`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ObjectId from "@stevedore/harbor/ObjectId"
 *
 * assert.equal(ObjectId.none, 0n)
 * ```
 */
export const none = 0n as ObjectId

/**
 * The id of the object `serial` of a node's incarnation, both unsigned 32-bit numbers. For those who take ids apart; ids of
 * objects come from `Directory.claim`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ObjectId from "@stevedore/harbor/ObjectId"
 *
 * assert.equal(ObjectId.make(1, 2), 4294967298n)
 * ```
 */
export const make = (node: number, serial: number): ObjectId => {
  halves[LOW] = serial
  halves[1 - LOW] = node
  return wide[0] as ObjectId
}

/**
 * The incarnation of the node that it was claimed on: a random number for each start of a process.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ObjectId from "@stevedore/harbor/ObjectId"
 *
 * assert.equal(ObjectId.nodeOf(ObjectId.make(7, 1)), 7)
 * ```
 */
export const nodeOf = (id: ObjectId): number => {
  wide[0] = id
  return halves[1 - LOW]!
}

/**
 * Which object of its node it is.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ObjectId from "@stevedore/harbor/ObjectId"
 *
 * assert.equal(ObjectId.serialOf(ObjectId.make(7, 0xffffffff)), 4294967295)
 * ```
 */
export const serialOf = (id: ObjectId): number => {
  wide[0] = id
  return halves[LOW]!
}

const hex = (half: number): string => half.toString(16).padStart(8, "0")

/**
 * Sixteen hexadecimal digits, those of the node first, for logs, errors and files.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ObjectId from "@stevedore/harbor/ObjectId"
 *
 * assert.equal(ObjectId.toText(ObjectId.make(0x5f3a9c01, 42)), "5f3a9c010000002a")
 * ```
 */
export const toText = (id: ObjectId): string => `${hex(nodeOf(id))}${hex(serialOf(id))}`

/**
 * Reads what `toText` has written; nothing where that is no id.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Option from "effect/Option"
 * import * as ObjectId from "@stevedore/harbor/ObjectId"
 *
 * const id = ObjectId.make(0x5f3a9c01, 42)
 * assert.deepEqual(ObjectId.fromText(ObjectId.toText(id)), Option.some(id))
 * assert.deepEqual(ObjectId.fromText("0000000000000000"), Option.none())
 * ```
 */
export const fromText = (text: string): Option.Option<ObjectId> => {
  const [, node, serial] = /^([0-9a-f]{8})([0-9a-f]{8})$/.exec(text) ?? []
  if (node === undefined || serial === undefined) return Option.none()
  const id = make(Number.parseInt(node, 16), Number.parseInt(serial, 16))
  return isValid(id) ? Option.some(id) : Option.none()
}
