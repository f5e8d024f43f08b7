import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"

/** The handlers of both actors, for one thread. */
export const handlers = Effect.gen(function* () {
  const { id } = yield* CurrentThread
  const notes: Array<number> = []
  return {
    echo: ({ n }: { readonly n: number }) => Effect.succeed(n),
    note: ({ n }: { readonly n: number }) => Effect.sync(() => void notes.push(n)),
    notes: () => Effect.sync(() => ({ thread: id, notes: notes.slice() })),
    // As text it is opened and read in one native call.
    readPipe: ({ path }: { readonly path: string }) => Effect.sync(() => readFileSync(path, "utf8").length)
  }
})
