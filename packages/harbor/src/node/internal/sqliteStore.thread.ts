/**
 * The thread of a SQLite store: it opens a file at its first use, and closes it when it stops.
 */
import * as Effect from "effect/Effect"
import { HarborError, StoreUnavailable } from "../../HarborError.ts"
import { SqliteFile } from "./sqliteFile.ts"
import { type Place, SqliteStore } from "./sqliteStore.protocol.ts"
import { messageOf } from "../../internal/shown.ts"

const unavailable = ({ path }: Place, cause: unknown): HarborError => {
  const detail = messageOf(cause)
  const isLocked = detail.includes("database is locked")
  const reason = new StoreUnavailable({
    store: path,
    detail: isLocked ? `${detail}: another process has it open; give each its own file` : detail
  })
  return new HarborError({ reason, messageName: "", thread: "", delivered: "no" })
}

export default SqliteStore.toLayer(
  Effect.gen(function* () {
    const files = new Map<string, SqliteFile>()
    yield* Effect.addFinalizer(() => Effect.sync(() => files.forEach((file) => file.close())))
    const at = <A>(place: Place, work: (file: SqliteFile) => A): Effect.Effect<A, HarborError> =>
      Effect.try({
        try: () => {
          let file = files.get(place.path)
          if (file === undefined) {
            file = new SqliteFile(place)
            files.set(place.path, file)
          }
          return work(file)
        },
        catch: (cause) => unavailable(place, cause)
      })
    return {
      begin: ({ place }) => at(place, (file) => file.begin()),
      write: ({ entries, place }) => at(place, (file) => file.write(entries)),
      read: ({ place, ...range }) => at(place, (file) => file.read(range)),
      publishedBy: ({ place, ...of }) => at(place, (file) => file.publishedBy(of)),
      topics: ({ place, ...of }) => at(place, (file) => file.topics(of))
    }
  })
)
