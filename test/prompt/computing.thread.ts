/*
 * Serves `Computing`.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Board from "../conformance/board.ts"
import { compute } from "./compute.ts"
import { Computing, Progress } from "./computing.protocol.ts"

let hadTurn = false

export default Layer.provide(
  Computing.toLayer(
    Effect.gen(function* () {
      const progress = yield* Progress
      return {
        computes: () => Effect.sync(compute),
        stands: ({ gate }) => Effect.sync(() => Board.standBefore(gate)),
        opens: ({ gate }) => Board.open(gate),
        leaves: () =>
          Effect.sync(() => {
            setImmediate(() => (hadTurn = true))
            compute()
          }),
        hadTurn: () => Effect.sync(() => hadTurn),
        reports: Effect.fnUntraced(function* ({ gate }) {
          yield* Effect.orDie(progress.part.tell({ gate, part: 1 }))
          compute()
          yield* Effect.orDie(progress.part.tell({ gate, part: 2 }))
          return Board.standBefore(gate)
        }),
        streams: ({ gate }) =>
          Stream.fromEffectRepeat(Effect.sync(() => compute())).pipe(
            Stream.take(2),
            Stream.concat(Stream.fromEffect(Effect.sync(() => Board.standBefore(gate))))
          )
      }
    })
  ),
  Progress.layerRef
)
