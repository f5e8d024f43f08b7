/**
 * The job itself: walk, ask the pool for every file, show each answer when it comes.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as Stream from "effect/Stream"
import { killing, unsuspected, walkOften } from "./chaos.ts"
import { Digester } from "./digest.protocol.ts"
import type { FilePath } from "./filePath.ts"
import { type Event, type FileEvent, Tally } from "./tally.ts"
import type { View } from "./view.ts"
import { walk } from "./walk.ts"

export interface RunOptions {
  readonly paths: ReadonlyArray<FilePath>
  readonly skip: ReadonlySet<string>
  /** The name of the pool: its threads are `name-0`, `name-1` … */
  readonly pool: string
  readonly threads: number
  /** Threads are killed while they work, and the walk is done again until enough of them were. */
  readonly chaos: boolean
  readonly view: View
}

/** Enough to keep a thread busy while another reads a large file, and no more than fits in memory easily. */
const inFlightPerThread = 128
const walkAhead = 65_536
const refreshMillis = 100

/** The walk, with its files and failures numbered and counted the first time. */
async function* numbered(options: RunOptions, tally: Tally, isFirst: boolean) {
  for await (const found of walk(options.paths, options)) {
    yield found._tag === "Note" || !isFirst ? { found, index: -1 } : { found, index: tally.found++ }
  }
  tally.walked = true
}

export const run = Effect.fnUntraced(function* (options: RunOptions) {
  const { chaos, pool, threads, view } = options
  const digester = yield* Digester
  const system = yield* ActorSystem
  const names = (yield* system.threads).map(({ name }) => name).filter((name) => name.startsWith(`${pool}-`))
  const tally = new Tally(names, chaos)

  const ask = (path: FilePath, index: number): Effect.Effect<FileEvent> =>
    digester.digest({ path }, { interruption: "detach" }).pipe(
      chaos ? unsuspected : identity,
      Effect.map((digest): FileEvent => ({ _tag: "Digested", index, path, digest })),
      Effect.catchTags({
        Unreadable: ({ attempt, reason }) =>
          Effect.succeed<FileEvent>({ _tag: "Failed", index, path, reason, attempt }),
        ActorError: ({ message }) =>
          Effect.succeed<FileEvent>({ _tag: "Failed", index, path, reason: message, isLost: true })
      })
    )

  const events = (isFirst: boolean): Stream.Stream<FileEvent> =>
    Stream.fromAsyncIterable(numbered(options, tally, isFirst), (error) => error).pipe(
      Stream.orDie,
      Stream.buffer({ capacity: walkAhead }),
      Stream.mapEffect(
        ({ found, index }) => {
          switch (found._tag) {
            case "File":
              return ask(found.path, index)
            case "Unreadable":
              return Effect.succeed<FileEvent>({ ...found, _tag: "Failed", index })
            case "Note":
              return Effect.succeed<FileEvent>(found)
          }
        },
        { concurrency: threads * inFlightPerThread, unordered: true }
      )
    )
  const show = (event: Event) => view.show(event, tally)
  const work = chaos
    ? Effect.raceFirst(walkOften(events, tally, show), killing(tally, show))
    : Stream.runForEach(events(true), (event) => {
        tally.add(event)
        return show(event)
      })
  const refreshing = Effect.forever(Effect.delay(view.refresh(tally), refreshMillis))
  const finish = (interrupted: boolean) =>
    Effect.suspend(() => {
      tally.end()
      return view.finish(tally, interrupted)
    })

  yield* view.refresh(tally)
  yield* Effect.raceFirst(work, refreshing).pipe(
    Effect.interruptible,
    Effect.onInterrupt(() => finish(true))
  )
  yield* finish(false)
  return tally
})
