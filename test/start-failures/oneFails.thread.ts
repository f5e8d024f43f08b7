/*
 * An entry for a pool whose last thread fails to start.
 */
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Board, Echo } from "./echo.protocol.ts"

export default Echo.toLayer(
  Effect.gen(function* () {
    const board = yield* Board
    const { name } = yield* CurrentThread
    yield* Effect.orDie(board.arrived(name))
    if (name.endsWith("-2")) return yield* Effect.fail("the last one fails")
    return { echo: ({ text }: { text: string }) => Effect.succeed(text) }
  })
).pipe(Layer.provide(Board.layerRef))
