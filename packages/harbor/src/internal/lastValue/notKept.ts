/**
 * Why the layer of last values was not built, in words of who gave it.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type HarborError, InvalidOption } from "../../HarborError.ts"
import { LastValueStore } from "../../LastValueStore.ts"
import { failure, ofLayer } from "../threads/failures.ts"

const option = "LastValues.layer"

const second = {
  option,
  value: "the second one of this system",
  remedy: "use one value of the layer, on main, for all who need it; other threads have LastValues.layerRef()"
}

const elsewhere = {
  option,
  value: "built on another thread than main",
  remedy: "build it on main; other threads have LastValues.layerRef()"
}

const stored = {
  option,
  value: "one in memory, where a LastValueStore is provided that it would not use",
  remedy: "use LastValues.layerStored() above the store, or provide no store"
}

/** Fails where there is a store that whoever builds this may believe to be in use. */
export const notBesideStore: Effect.Effect<void, HarborError> = Effect.flatMap(
  Effect.serviceOption(LastValueStore),
  (store) => (Option.isNone(store) ? Effect.void : Effect.fail(failure("", new InvalidOption(stored))))
)

export const notKept = (error: ActorError): HarborError =>
  error.reason._tag === "InvalidOption" && error.reason.option === "layerMain"
    ? failure("", new InvalidOption(elsewhere))
    : ofLayer(error, second)
