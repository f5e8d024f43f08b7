/**
 * Ids of objects and the serials that they have within the process, which also say which incarnation of the node it was.
 */
import * as ObjectId from "../../ObjectId.ts"
import type { ObjectTable } from "./table.ts"

export const idOf = (table: ObjectTable, serial: number): ObjectId.ObjectId =>
  ObjectId.make(table.nodeOf(serial), serial % 2 ** 32)

/** `NOBODY` where it is of another node. */
export const serialOf = (table: ObjectTable, id: ObjectId.ObjectId): number =>
  table.serialOf(ObjectId.nodeOf(id), ObjectId.serialOf(id))

/** What can be an id of an object, as the schema `ObjectId` has it. */
export const isId = (id: unknown): id is ObjectId.ObjectId =>
  typeof id === "bigint" &&
  id >= 0n &&
  id <= 0xffff_ffff_ffff_ffffn &&
  ObjectId.nodeOf(id as ObjectId.ObjectId) !== 0 &&
  ObjectId.serialOf(id as ObjectId.ObjectId) !== 0
