/**
 * `digest`: SHA-256, bytes, lines, words and the longest line of every file below the given paths, read by a pool of
 * threads. Run it with `npm start`, or `node packages/platform-node/examples/digest/main.ts --help`.
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Actor from "@stevedore/core/Actor"
import * as Routing from "@stevedore/core/Routing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Argument from "effect/cli/Argument"
import * as CliConfig from "effect/cli/CliConfig"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { availableParallelism } from "node:os"
import { restart } from "./chaos.ts"
import { defaultPaths, notSources } from "./defaultPaths.ts"
import { Digester } from "./digest.protocol.ts"
import { exactPaths } from "./exactPaths.ts"
import { Ended, presenter, stopInTime, withExitCode } from "./exit.ts"
import { type FilePath, key } from "./filePath.ts"
import { fromStream } from "./output.ts"
import { run } from "./run.ts"
import { cannotMeasure, measureSpeedUp } from "./speedUp.ts"
import { Tally } from "./tally.ts"
import { paintWith } from "./text.ts"
import type { View } from "./view.ts"
import { jsonView } from "./viewJson.ts"
import { plainView } from "./viewPlain.ts"
import { terminalView } from "./viewTerminal.ts"

/** A system holds 64: the pool, main, and one more to compare with. */
const mostThreads = 62
const entry = Actor.entry<typeof import("./digest.thread.ts")>(new URL("./digest.thread.ts", import.meta.url))

/** The same actor under a second tag: a pool of one thread, to compare with. */
class OneThread extends Digester.as<OneThread>()("digest/OneThread") {}

const routings = {
  "round-robin": Routing.roundRobin,
  key: Routing.consistentKey((payload: { readonly path: FilePath }) => key(payload.path))
}

const stdout = fromStream(process.stdout)
const stderr = fromStream(process.stderr)

const chooseView = Effect.fnUntraced(function* (json: boolean, routing: string) {
  if (json) return jsonView(stdout)
  const { canAnimate, canColor } = yield* TerminalCapabilities.TerminalCapabilities
  return canAnimate
    ? terminalView(stdout, process.stdout, paintWith(canColor), routing)
    : plainView(stdout, stderr, routing)
})

/** Runs while the pool is still there, and brings one thread more for the comparison. */
const compare = Effect.fnUntraced(function* (tally: Tally, threads: number, show: NonNullable<View["speedUp"]>) {
  const why = cannotMeasure(threads, tally.sample)
  if (why !== undefined) return yield* show.end({ _tag: "NotMeasured", why })
  yield* show.begin
  const pool = yield* Digester
  const result = yield* Effect.flatMap(OneThread, (one) =>
    measureSpeedUp({ pool, one, threads, sample: tally.sample })
  ).pipe(
    Effect.provide(OneThread.layerPool({ entry, size: 1, name: "one" })),
    Effect.interruptible,
    Effect.onInterrupt(() => show.end({ _tag: "NotMeasured", why: "interrupted" }))
  )
  yield* show.end(result)
})

const digest = Command.make(
  "digest",
  {
    paths: Argument.String("path").pipe(
      Argument.withDescription("Files and directories (default: the sources of this repository and of effect)"),
      Argument.variadic()
    ),
    threads: Flag.Int("threads").pipe(
      Flag.withAlias("t"),
      Flag.withMetavar("count"),
      Flag.withDescription("Size of the pool (default: one for each processor)"),
      Flag.filter(
        (threads) => threads >= 1 && threads <= mostThreads,
        () => `a count from 1 to ${mostThreads}`
      ),
      Flag.withDefault(Math.min(mostThreads, availableParallelism()))
    ),
    routing: Flag.Literals("routing", ["round-robin", "key"]).pipe(
      Flag.withAlias("r"),
      Flag.withDescription("Which thread reads a file: each in turn, or the same one for the same path"),
      Flag.withDefault("round-robin" as const)
    ),
    chaos: Flag.Boolean("chaos").pipe(
      Flag.withDescription("Kill a random thread every 300 ms while it works, and see that nothing is lost"),
      Flag.withDefault(false)
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON document and nothing else"),
      Flag.withDefault(false)
    )
  },
  Effect.fnUntraced(
    function* ({ chaos, json, paths, routing, threads }) {
      const view = yield* chooseView(json, routing)
      const isDefault = paths.length === 0
      const pool = Digester.layerPool({
        entry,
        size: threads,
        name: "digest",
        routing: routings[routing],
        ...(chaos ? { restart } : {})
      }).pipe(
        Layer.provideMerge(NodeActorSystem.layer({ maxThreads: threads + 2 })),
        // Deaths that were asked for are shown, and need no log.
        chaos ? Layer.provide(Layer.succeed(References.MinimumLogLevel, "Warn")) : identity
      )
      yield* Effect.gen(function* () {
        // Said before the threads that are starting have ended, which may take longer than the user wants to wait.
        const started = yield* Layer.build(pool).pipe(
          Effect.interruptible,
          Effect.onInterrupt(() => view.finish(new Tally([]), true))
        )
        yield* Effect.gen(function* () {
          const tally = yield* run({
            paths: isDefault ? defaultPaths() : exactPaths(paths),
            skip: isDefault ? notSources : new Set(),
            pool: "digest",
            threads,
            chaos,
            view
          })
          if (view.speedUp !== undefined && !chaos) yield* compare(tally, threads, view.speedUp)
          if (tally.failed > 0) yield* new Ended({ code: 1 })
        }).pipe(Effect.provideContext(started))
      }).pipe(Effect.scoped)
    },
    Effect.ensuring(Effect.ignore(stdout.flush))
  )
).pipe(
  Command.withDescription(
    "Reads files on a pool of threads: SHA-256, bytes, lines, words and the longest line of each, in this order. " +
      "Exit code 0: all files were read; 1: some were not; 2: wrong arguments; 130: interrupted."
  ),
  Command.withExamples([
    { command: "digest --threads 4 src README.md", description: "Two paths, four threads" },
    { command: "digest --json . > digest.json", description: "For a program to read" }
  ])
)

/** Runs the program of this process. */
export const start = (): void => {
  stopInTime()
  Command.run(digest, { version: "0.1.0" }).pipe(
    withExitCode,
    Effect.provide(
      Layer.mergeAll(
        NodeServices.layer,
        CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version] }),
        CliOutput.layerPresenter(presenter),
        Logger.layer([Logger.withConsoleError(Logger.formatSimple)])
      )
    ),
    // Up to where the pool is built: from there on, whoever is interrupted says what is finished.
    Effect.uninterruptible,
    NodeRuntime.runMain
  )
}
