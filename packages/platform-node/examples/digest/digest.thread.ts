/**
 * What runs in each worker thread: the handlers of `Digester`, one file at a time.
 */
import { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import { Digest, Digester, Unreadable } from "./digest.protocol.ts"
import { readDigest } from "./readDigest.ts"

const nowMillis = () => performance.timeOrigin + performance.now()

export default Digester.toLayer(
  Effect.gen(function* () {
    const { name } = yield* CurrentThread
    const buffer = new Uint8Array(256 * 1024) // one for all files of this thread: it reads one file at a time
    return {
      digest: Effect.fnUntraced(function* ({ path }) {
        const startedAtMillis = nowMillis()
        const { attempt } = yield* CurrentJob
        const facts = yield* readDigest(path, buffer).pipe(
          Effect.mapError((reason) => new Unreadable({ path, reason, attempt }))
        )
        return new Digest({
          ...facts,
          thread: name,
          startedAtMillis,
          busyMillis: nowMillis() - startedAtMillis,
          attempt
        })
      })
    }
  }),
  { concurrency: 1 }
)
