/*
 * An entry whose default export is a Layer, but of no actor.
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"

class Other extends Context.Service<Other, string>()("start/Other") {}

export default Layer.succeed(Other, "other")
