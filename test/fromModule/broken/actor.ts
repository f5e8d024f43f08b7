/*
 * An actor's entry, given to the wrong door.
 */
import * as Layer from "effect/Layer"

export default Layer.empty
