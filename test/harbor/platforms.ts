/*
 * Where the tests of messages run: threads with a `Host`.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import type * as Scope from "effect/Scope"
import { type Platform as PlatformOf, platformsOf } from "../platforms.ts"
import { Host, Notes, thread } from "./messages.ts"

export { forked, numbers, on } from "../platforms.ts"

export type Platform = PlatformOf<{ readonly entry: Actor.Entry<Actor.Handlers<Host>> }>

export const platforms: ReadonlyArray<Platform> = platformsOf(
  { entry: Actor.entry<typeof import("./listener.thread.ts")>(new URL("./listener.thread.ts", import.meta.url)) },
  { entry: Testing.entry(thread) }
)

/** On main, beside so many threads with a `Host`, `t-0` and on: none that has died is started again unless `restarts`. */
export const run = <A, E>(
  program: Effect.Effect<A, E, Host | Harbor.Harbor | Notes | ActorSystem | Scope.Scope>,
  { entry, system }: Platform,
  { harbor, restarts = false, size = 2 }: { harbor?: Harbor.Options; restarts?: boolean; size?: number } = {}
) =>
  program.pipe(
    Effect.scoped,
    Effect.provide(Host.layerPool({ entry, size, name: "t", ...(restarts ? {} : { restart: "never" }) })),
    Effect.provide(Layer.merge(Harbor.layer(harbor), Notes.layer)),
    Effect.provide(system),
    Effect.provide(Logger.layer([]))
  )
