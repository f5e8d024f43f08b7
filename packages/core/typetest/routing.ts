/*
 * Keys are typed by the payloads of the protocol.
 */
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import { KeyOf } from "../src/Job.ts"
import * as Routing from "../src/Routing.ts"
import { Digester } from "./digest.protocol.ts"
import { same, type Same } from "./same.ts"

declare const digestEntry: Actor.Entry<Actor.Handlers<Digester>>

Digester.layerPool({
  entry: digestEntry,
  routing: Routing.consistentKey((payload) => {
    same<Same<typeof payload.path, string>>()
    return payload.path
  })
})

export class Mixed extends Actor.Service<Mixed>()("t/Mixed", [
  Rpc.make("byPath", { payload: { path: Schema.String } }),
  Rpc.make("byId", { payload: { id: Schema.Number } }),
  Rpc.make("ping")
]) {}
declare const mixedEntry: Actor.Entry<Actor.Handlers<Mixed>>

Mixed.layerPool({
  entry: mixedEntry,
  // @ts-expect-error not every payload has a path
  routing: Routing.consistentKey((payload) => payload.path)
})
Mixed.layerPool({
  entry: mixedEntry,
  // The second argument narrows by its tag.
  routing: Routing.consistentKey((_, job) =>
    job.tag === "byPath" ? job.payload.path : job.tag === "byId" ? job.payload.id : 0n
  )
})
Mixed.layerPool({
  entry: mixedEntry,
  // @ts-expect-error a key is a string, a number or a bigint
  routing: Routing.consistentKey((_, job) => job.tag === "ping")
})
Mixed.layerPool({ entry: mixedEntry, routing: Routing.roundRobin })
Mixed.layerPool({ entry: mixedEntry, routing: Routing.annotatedKey })

// One written alone fits where it finds what it asks for.
const byPath = Routing.consistentKey((payload: { readonly path: string }) => payload.path)
Digester.layerPool({ entry: digestEntry, routing: byPath })
// @ts-expect-error and is refused elsewhere
Mixed.layerPool({ entry: mixedEntry, routing: byPath })

/** A key declared with the Rpc itself. */
export const keyed = Rpc.make("get", { payload: { id: Schema.Number } }).annotate(KeyOf, (payload) => payload.id)
