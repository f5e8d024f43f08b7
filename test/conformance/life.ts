/*
 * An actor whose layer writes down its start and its stop, as the test at hand has told it through environment data.
 */
import * as Actor from "@stevedore/core/Actor"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads"
import * as Board from "./board.ts"

interface Script {
  readonly trace: number
  /** The layer waits here before it is built, and before it is released. */
  readonly starting: number
  readonly stopping: number
  /** What becomes of the stop hook: the last two end the whole thread. */
  readonly atStop: "ends" | "fails" | "hangs" | "throws" | "exits"
}

const KEY = "stevedore/test/life"

/** Main. What the threads that are started from now on do. */
export const script = (options: Partial<Script> & { readonly trace: number }): void => {
  setEnvironmentData(KEY, { starting: 0, stopping: 0, atStop: "ends", ...options } as never)
}

const passOf = (gate: number): Effect.Effect<void> => (gate === 0 ? Effect.void : Board.pass(gate))

const willNotStop = () => new Error("will not stop")

const ends: Record<Script["atStop"], Effect.Effect<void>> = {
  ends: Effect.void,
  fails: Effect.suspend(() => Effect.die(willNotStop())),
  hangs: Effect.never,
  throws: Effect.callback(() => {
    setTimeout(() => {
      throw willNotStop()
    })
  }),
  exits: Effect.sync(() => process.exit(3))
}

export class Living extends Actor.Service<Living>()("test/Living", [
  Rpc.make("work", { payload: { label: Schema.String }, success: Schema.Number }),
  Rpc.make("hold", { payload: { label: Schema.String, gate: Schema.Number } }),
  /** Cannot be interrupted. */
  Rpc.make("insist", { payload: { label: Schema.String, gate: Schema.Number } }),
  /** Changes what it was given, and what its module has. */
  Rpc.make("scribble", {
    payload: { list: Schema.Array(Schema.Number), bytes: Schema.Uint8Array },
    success: Schema.Struct({ list: Schema.Array(Schema.Number), bytes: Schema.Uint8Array, jobs: Schema.Number })
  })
]) {}

/** Of this module, in this thread: shared with nobody. */
let jobs = 0

export const livingHandlers = Living.toLayer(
  Effect.gen(function* () {
    const { atStop, starting, stopping, trace } = getEnvironmentData(KEY) as unknown as Script
    const { name } = yield* CurrentThread
    const note = (event: string) => Effect.sync(() => Board.note(trace, `${name}: ${event}`))
    yield* Effect.acquireRelease(Effect.andThen(passOf(starting), note("start hook")), () =>
      Effect.andThen(note("stop hook"), passOf(stopping)).pipe(Effect.andThen(ends[atStop]))
    )
    const hold = ({ gate, label }: { readonly gate: number; readonly label: string }) =>
      Effect.andThen(note(label), Board.pass(gate)).pipe(Effect.ensuring(note(`${label} is over`)))
    return {
      work: ({ label }) => Effect.as(note(label), ++jobs),
      hold,
      insist: (payload) => Effect.uninterruptible(hold(payload)),
      scribble: ({ bytes, list }) =>
        Effect.sync(() => {
          ;(list as Array<number>).push(99)
          bytes.fill(1)
          return { list, bytes, jobs: ++jobs }
        })
    }
  })
)
