/**
 * The job itself: walk, ask the pool for every file, show each answer when it comes.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Digester } from "./digest.protocol.ts"
import type { FilePath } from "./filePath.ts"
import { type Event, Tally } from "./tally.ts"
import type { View } from "./view.ts"
import { walk } from "./walk.ts"

export interface RunOptions {
  readonly paths: ReadonlyArray<FilePath>
  readonly skip: ReadonlySet<string>
  /** The name of the pool: its threads are `name-0`, `name-1` … */
  readonly pool: string
  readonly threads: number
  readonly view: View
}

/** Enough to keep a thread busy while another reads a large file, and no more than fits in memory easily. */
const inFlightPerThread = 128
const walkAhead = 65_536
const refreshMillis = 100

/** The walk, with its files and failures numbered and counted. */
async function* numbered(options: RunOptions, tally: Tally) {
  for await (const found of walk(options.paths, options)) {
    yield found._tag === "Note" ? { found, index: -1 } : { found, index: tally.found++ }
  }
  tally.walked = true
}

export const run = Effect.fnUntraced(function* (options: RunOptions) {
  const { pool, threads, view } = options
  const digester = yield* Digester
  const system = yield* ActorSystem
  const names = (yield* system.threads).map(({ name }) => name).filter((name) => name.startsWith(`${pool}-`))
  const tally = new Tally(names)

  const ask = (path: FilePath, index: number): Effect.Effect<Event> =>
    digester.digest({ path }, { interruption: "detach" }).pipe(
      Effect.map((digest): Event => ({ _tag: "Digested", index, path, digest })),
      Effect.catchTags({
        Unreadable: ({ reason }) => Effect.succeed<Event>({ _tag: "Failed", index, path, reason }),
        ActorError: ({ message }) => Effect.succeed<Event>({ _tag: "Failed", index, path, reason: message })
      })
    )

  const work = Stream.fromAsyncIterable(numbered(options, tally), (error) => error).pipe(
    Stream.orDie,
    Stream.buffer({ capacity: walkAhead }),
    Stream.mapEffect(
      ({ found, index }) => {
        switch (found._tag) {
          case "File":
            return ask(found.path, index)
          case "Unreadable":
            return Effect.succeed<Event>({ ...found, _tag: "Failed", index })
          case "Note":
            return Effect.succeed<Event>(found)
        }
      },
      { concurrency: threads * inFlightPerThread, unordered: true }
    ),
    Stream.runForEach((event) => {
      tally.add(event)
      return view.show(event, tally)
    })
  )
  const refreshing = Effect.forever(Effect.delay(view.refresh(tally), refreshMillis))
  const finish = (interrupted: boolean) =>
    Effect.suspend(() => {
      tally.end()
      return view.finish(tally, interrupted)
    })

  yield* view.refresh(tally)
  yield* Effect.raceFirst(work, refreshing).pipe(Effect.onInterrupt(() => finish(true)))
  yield* finish(false)
  return tally
})
