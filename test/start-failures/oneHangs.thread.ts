/*
 * An entry for a pool whose first thread starts, and whose others never do. Each says on main how far it is.
 */
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Board, Echo } from "./echo.protocol.ts"

export default Echo.toLayer(
  Effect.gen(function* () {
    const board = yield* Board
    const { name } = yield* CurrentThread
    yield* Effect.acquireRelease(Effect.orDie(board.arrived(`${name} up`)), () =>
      Effect.orDie(board.arrived(`${name} down`))
    )
    if (!name.endsWith("-0")) yield* Effect.never
    return { echo: ({ text }) => Effect.succeed(text) }
  })
).pipe(Layer.provide(Board.layerRef))
