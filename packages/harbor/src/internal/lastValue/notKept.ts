/**
 * Why the layer of last values was not built, in words of who gave it.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import { type HarborError, InvalidOption } from "../../HarborError.ts"
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

export const notKept = (error: ActorError): HarborError =>
  error.reason._tag === "InvalidOption" && error.reason.option === "layerMain"
    ? failure("", new InvalidOption(elsewhere))
    : ofLayer(error, second)
