import * as Layer from "effect/Layer"
import { far } from "./handlers.ts"
import { collector } from "./tracer.ts"

const { layer, spans } = collector()

export default far({ spans }).pipe(Layer.provide(layer))
