/*
 * A thread that asks for more room, after the memory was laid out.
 */
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Late } from "./late.protocol.ts"

export default Late.toLayer(
  Effect.map(Effect.context<never>(), (context) => ({
    enlarge: ({ jobCapacity }) =>
      Layer.build(NodeActorSystem.layer({ jobCapacity })).pipe(Effect.scoped, Effect.asVoid, Effect.provide(context))
  }))
)
