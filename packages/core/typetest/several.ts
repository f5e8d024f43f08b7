/*
 * A host of several actors provides all of them, and takes only an entry that serves all of them.
 */
import * as Layer from "effect/Layer"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import type { ActorSystem } from "../src/ActorSystem.ts"
import * as Routing from "../src/Routing.ts"
import * as Thread from "../src/Thread.ts"
import * as ThreadPool from "../src/ThreadPool.ts"
import { Digester, Fast } from "./digest.protocol.ts"
import { Sealing, type Secret } from "./groups.ts"
import { Hostile } from "./hostile.protocol.ts"
import { same, type Same } from "./same.ts"

declare const handlers: Layer.Layer<Actor.Handlers<Digester>>
declare const others: Layer.Layer<Actor.Handlers<Hostile>>
declare const sealing: Layer.Layer<Actor.Handlers<Sealing>>
const module = { default: Layer.mergeAll(handlers, others, sealing) }
const all = Actor.entry<typeof module>("x")
const one = Actor.entry<typeof import("./digest.thread.ts")>("x")

const host = Thread.layer({ name: "t", entry: all, actors: [Digester, Hostile, Fast] })
same<Same<typeof host, Layer.Layer<Digester | Hostile | Fast, ActorError, ActorSystem>>>()
const pool = ThreadPool.layer({ name: "t", entry: all, actors: [Digester, Hostile], size: 4, restart: "never" })
same<Same<typeof pool, Layer.Layer<Digester | Hostile, ActorError, ActorSystem>>>()

// Services of codecs are captured when the layer is built, as for one actor.
const needy = Thread.layer({ name: "t", entry: all, actors: [Digester, Sealing] })
same<Same<Layer.Services<typeof needy>, ActorSystem | Secret>>()

// @ts-expect-error the entry does not serve Hostile
Thread.layer({ name: "t", entry: one, actors: [Digester, Hostile] })
// @ts-expect-error the same for a pool
ThreadPool.layer({ name: "t", entry: one, actors: [Digester, Hostile] })
// A second tag is served by the same handlers.
Thread.layer({ name: "t", entry: one, actors: [Digester, Fast] })

// @ts-expect-error it has to be named: it is nobody's own
Thread.layer({ entry: all, actors: [Digester] })
// @ts-expect-error one thread has no size
Thread.layer({ name: "t", entry: all, actors: [Digester], size: 2 })
// @ts-expect-error not an actor
Thread.layer({ name: "t", entry: all, actors: ["Digester"] })

ThreadPool.layer({
  name: "t",
  entry: one,
  actors: [Digester, Fast],
  routing: Routing.consistentKey(({ path }: { readonly path: string }) => path)
})
ThreadPool.layer({
  name: "t",
  entry: all,
  actors: [Digester, Hostile],
  // @ts-expect-error not every job of the two has a path
  routing: Routing.consistentKey(({ path }: { readonly path: string }) => path)
})
ThreadPool.layer({
  name: "t",
  entry: all,
  actors: [Digester, Hostile],
  routing: Routing.consistentKey((_, job: Actor.JobsOf<typeof Digester | typeof Hostile>) =>
    job.tag === "digest" ? job.payload.path : job.tag
  )
})
