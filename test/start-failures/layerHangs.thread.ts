/*
 * An entry whose Layer says on main that it is being built, and is never done.
 */
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Board, Echo } from "./echo.protocol.ts"

export default Echo.toLayer(
  Effect.gen(function* () {
    const board = yield* Board
    const thread = yield* CurrentThread
    yield* Effect.orDie(board.arrived(thread.name))
    return yield* Effect.never
  })
).pipe(Layer.provide(Board.layerRef))
