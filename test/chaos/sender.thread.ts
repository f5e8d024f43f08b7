import * as Layer from "effect/Layer"
import { Prey, Sender } from "./chaos.protocol.ts"
import { handlers } from "./sender.ts"

export default Sender.toLayer(handlers).pipe(Layer.provide(Prey.layerRef))
