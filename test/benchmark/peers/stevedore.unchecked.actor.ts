/*
 * The benchmark's actor with the Schema's checks left out on both sides.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import { bodies, rpcs } from "./stevedore.actor.ts"

export class Unchecked extends Actor.Service<Unchecked>()(
  "benchmark/Unchecked",
  rpcs.annotateRpcs(Job.Validate, "none")
) {}

export const uncheckedHandlers = Unchecked.toLayer(bodies)
