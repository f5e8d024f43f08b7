/*
 * Publishes for ever above a SQLite store, and says after each flush how far it had come: `node writer.ts file keys`. Killed by
 * the test.
 */
import * as LastValues from "@stevedore/harbor/LastValues"
import * as SqliteLastValues from "@stevedore/harbor/node/SqliteLastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { writeSync } from "node:fs"
import { Tick } from "./messages.ts"

const [path = "", keys = "1"] = process.argv.slice(2)

const program = Effect.gen(function* () {
  const values = yield* LastValues.LastValues
  for (let n = 0; ; n++) {
    for (let key = 0; key < Number(keys); key++) yield* values.publish("t", Tick, { key: String(key), n, filler: "" })
    if (n % 3 !== 0) continue
    yield* values.flush
    writeSync(1, `${n}\n`)
  }
})
const live = LastValues.layerStored({ memoryBytes: 16 * 1024, flushEvery: "5 millis" }).pipe(
  Layer.provide(SqliteLastValues.layer({ path })),
  Layer.provide(NodeActorSystem.layer({ startTimeout: "5 minutes" }))
)
await Effect.runPromise(Effect.provide(program, live))
