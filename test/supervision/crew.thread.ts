import { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Board from "../conformance/board.ts"
import { First } from "./crew.protocol.ts"

export default First.toLayer(
  Effect.gen(function* () {
    const { id } = yield* CurrentThread
    let jobs = 0
    return {
      count: () => Effect.sync(() => ({ thread: id, jobs: ++jobs })),
      pass: ({ gate }) => Effect.as(Board.pass(gate), id),
      again: ({ gates }) =>
        Effect.flatMap(CurrentJob, ({ attempt }) => Effect.as(Board.pass(gates[attempt - 1]!), attempt)),
      exit: () => Effect.sync(() => process.exit(1))
    }
  })
)
