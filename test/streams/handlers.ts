/*
 * What the actors of the stream suite do.
 */
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Rpc from "effect/rpc/Rpc"
import * as Stream from "effect/Stream"
import * as Board from "../conformance/board.ts"
import { Broken, Item, Reader, Streamer } from "./protocol.ts"

const numbers = (count: number, array: number): Stream.Stream<number> => Stream.rechunk(Stream.range(1, count), array)

interface Hold {
  readonly trace: number
  readonly label: string
  readonly gate: number
  readonly cleaning: number
  readonly elements: number
  readonly as: "plain" | "fork" | "uninterruptible"
}

const hold = ({ cleaning, elements, gate, label, trace }: Hold): Stream.Stream<number> =>
  Stream.range(1, elements).pipe(
    Stream.concat(Stream.drain(Stream.fromEffect(Board.pass(gate)))),
    Stream.onStart(Effect.sync(() => Board.note(trace, `start ${label}`))),
    Stream.onExit((exit) =>
      Effect.gen(function* () {
        if (cleaning > 0 && Exit.isFailure(exit)) yield* Board.pass(cleaning)
        Board.note(trace, `${Exit.isSuccess(exit) ? "end" : "interrupted"} ${label}`)
      })
    )
  )

const ends = ({ after, how }: { readonly after: number; readonly how: string }): Stream.Stream<number, Broken> => {
  const before = numbers(after, 3)
  switch (how) {
    case "fails":
      return Stream.concat(before, Stream.fail(new Broken({ after })))
    case "dies":
      return Stream.concat(before, Stream.die(new TypeError("boom")))
    case "throws":
      throw new TypeError("thrown outright")
    case "interrupted":
      return Stream.concat(before, Stream.failCause(Cause.interrupt()))
    case "wrong":
      return Stream.concat(before, Stream.make("text" as never, 7))
    case "fails first":
      return Effect.fail(new Broken({ after: 0 })) as never
    default:
      return [1, 2, 3] as never
  }
}

export const handlers = (concurrency: number | "unbounded") =>
  Streamer.toLayer(
    Effect.sync(() => {
      const made = new Map<string, number>()
      return {
        count: ({ array, to }) => numbers(to, array),
        items: ({ count }) =>
          Stream.map(
            numbers(count, 5),
            (n) => new Item({ at: new Date(n), big: BigInt(n) ** 20n, maybe: n % 2 === 0 ? undefined : `${n}` })
          ),
        nothings: ({ count }) => Stream.map(numbers(count, 7), () => undefined),
        sized: ({ bytes }) => Stream.map(Stream.fromIterable(bytes), (size, index) => new Uint8Array(size).fill(index)),
        moved: ({ bytes }) => {
          let last = new Uint8Array(0)
          return Stream.fromIterable(bytes).pipe(
            Stream.rechunk(1),
            Stream.map((size, index) => {
              const before = last.byteLength
              last = new Uint8Array(size).fill(index)
              return { data: last, before }
            })
          )
        },
        ends,
        hold: (payload) =>
          payload.as === "plain"
            ? hold(payload)
            : (payload.as === "fork" ? Rpc.fork : Rpc.uninterruptible)(hold(payload)),
        endless: ({ key, trace }) =>
          Stream.fromEffectRepeat(
            Effect.sync(() => {
              const next = (made.get(key) ?? 0) + 1
              made.set(key, next)
              return next
            })
          ).pipe(Stream.ensuring(Effect.sync(() => Board.note(trace, "left")))),
        made: ({ key }) => Effect.succeed(made.get(key) ?? 0),
        queue: ({ to, trace }) =>
          Effect.gen(function* () {
            const queue = yield* Queue.bounded<number, Cause.Done>(4)
            yield* Effect.addFinalizer(() => Effect.sync(() => Board.note(trace, "queue closed")))
            yield* Effect.forkScoped(
              Effect.andThen(
                Effect.forEach(
                  Array.from({ length: to }, (_, index) => index + 1),
                  (n) => Queue.offer(queue, n)
                ),
                Queue.end(queue)
              )
            )
            return queue
          }),
        facts: (_, { headers }) =>
          Stream.fromEffect(CurrentJob).pipe(
            Stream.flatMap((job) => Stream.make(job.actor, job.name, headers["x-word"] ?? "no header"))
          ),
        echo: ({ text }) => Effect.succeed(text)
      }
    }),
    { concurrency }
  )

export const reader = Reader.toLayer(
  Effect.gen(function* () {
    const streamer = yield* Streamer
    return {
      sum: (payload) =>
        Stream.runFold(
          streamer.count(payload),
          () => 0,
          (sum, n) => sum + n
        ),
      relay: (payload) => streamer.count(payload),
      hang: (payload) =>
        Stream.runForEach(streamer.hold({ ...payload, elements: 1, as: "plain" }), () =>
          Effect.sync(() => Board.note(payload.trace, "took one"))
        )
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Streamer.layerRef))
