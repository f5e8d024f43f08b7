import * as Layer from "effect/Layer"
import { near } from "./handlers.ts"
import { collector } from "./tracer.ts"

const { layer, spans } = collector()

export default near({ spans }).pipe(Layer.provide(layer))
