/*
 * Ids of connections that nobody else has, of this gateway, of another one, or of one that is made later: above a number that is drawn
 * for the gateway, as a node draws its own, below those of its connections, one after the other.
 */
import * as Effect from "effect/Effect"
import * as ObjectId from "../../ObjectId.ts"
import { drawn } from "../objects/table.ts"

const LAST = 0xffff_ffff

export const claims = (): Effect.Effect<ObjectId.ObjectId> => {
  let [incarnation, serial] = [drawn(), 0]
  return Effect.sync(() => {
    if (serial === LAST) [incarnation, serial] = [drawn(), 0]
    return ObjectId.make(incarnation, ++serial)
  })
}
