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
        stands: ({ begun, gate }) =>
          Effect.andThen(
            begun === undefined ? Effect.void : Board.open(begun),
            Effect.sync(() => Board.standBefore(gate))
          ),
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
        reportsOften: Effect.fnUntraced(function* ({ gate }) {
          const tells = (part: number) => Effect.orDie(progress.part.tell({ gate, part }))
          for (let n = 0; n < 5; n++) yield* tells(1)
          for (let n = 0; n < 2; n++) {
            compute()
            yield* tells(1)
          }
          compute()
          yield* tells(2)
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
