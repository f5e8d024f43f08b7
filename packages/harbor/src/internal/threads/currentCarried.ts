/*
 * What came with the message that a handler works on, where something did.
 */
import * as Context from "effect/Context"
import type { Carried } from "../carried.ts"

export const CurrentCarried = Context.Reference<Carried>("@stevedore/harbor/CurrentCarried", {
  defaultValue: () => ({})
})
