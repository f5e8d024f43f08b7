/*
 * What every transport has to do, and what harbor does over any of them. A transport is tested by giving its layers; what it may
 * do to frames is said by its traits, and tests that need more than it promises look at what it did instead.
 */
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { outcomesContract } from "./outcomes.ts"
import { portContract } from "./port.ts"
import { type Pair, setting, type Traits } from "./setting.ts"
import { trafficContract } from "./traffic.ts"

/** `make`: two processes' transports over one engine, whose largest frames have so many bytes. */
export const transportContract = (
  name: string,
  make: (maxFrameBytes: number) => Effect.Effect<Pair, never, Scope.Scope>,
  traits: Traits
): void => {
  const given = setting(name, make, traits)
  portContract(given)
  outcomesContract(given)
  trafficContract(given)
}
