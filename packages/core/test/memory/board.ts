/** The actor that the tests of the loop talk to, with handlers that a test can hold and release. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../../src/Actor.ts"

export class Board extends Actor.Service<Board>()("test/Board", [
  Rpc.make("echo", { payload: { n: Schema.Number }, success: Schema.Number }),
  Rpc.make("big", { payload: { bytes: Schema.Number }, success: Schema.Uint8Array }),
  Rpc.make("take", { payload: { data: Schema.Uint8Array }, success: Schema.Number }),
  Rpc.make("hang", { payload: { n: Schema.Number }, success: Schema.Number }),
  Rpc.make("note", { payload: { n: Schema.Number } })
]) {}

export interface Log {
  readonly notes: Array<number>
  readonly interrupted: Array<number>
  /** Jobs of `hang` that wait, by number: call to let one end. */
  readonly hanging: Map<number, () => void>
}

export const log = (): Log => ({ notes: [], interrupted: [], hanging: new Map() })

export const boardHandlers = (log: Log) => ({
  echo: ({ n }: { readonly n: number }) => Effect.succeed(n),
  big: ({ bytes }: { readonly bytes: number }) => Effect.succeed(new Uint8Array(bytes)),
  take: ({ data }: { readonly data: Uint8Array }) => Effect.succeed(data.byteLength),
  hang: ({ n }: { readonly n: number }) =>
    Effect.onInterrupt(
      Effect.callback<number>((resume) => {
        log.hanging.set(n, () => {
          log.hanging.delete(n)
          resume(Effect.succeed(n))
        })
      }),
      () =>
        Effect.sync(() => {
          log.hanging.delete(n)
          log.interrupted.push(n)
        })
    ),
  note: ({ n }: { readonly n: number }) => Effect.sync(() => void log.notes.push(n))
})

export const handlers = (log: Log, concurrency: number | "unbounded" = "unbounded") =>
  Board.toLayer(boardHandlers(log), { concurrency })

/** Passes on what it is asked, straight to the board: a second sender. */
export class Relay extends Actor.Service<Relay>()("test/Relay", [
  Rpc.make("tellHang", { payload: { n: Schema.Number } }),
  Rpc.make("tellNote", { payload: { n: Schema.Number } }),
  Rpc.make("askHang", { payload: { n: Schema.Number }, success: Schema.Number })
]) {}

export const relay = Relay.toLayer(
  Effect.gen(function* () {
    const board = yield* Board
    return {
      tellHang: ({ n }) => Effect.orDie(board.hang.tell({ n })),
      tellNote: ({ n }) => Effect.orDie(board.note.tell({ n })),
      askHang: ({ n }) => Effect.orDie(board.hang({ n }))
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Board.layerRef))

export const entryOf = (name: string): Actor.Entry<any> => Actor.entry<any>(name)
