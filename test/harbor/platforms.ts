/*
 * Where the tests of messages run: threads with a `Host`.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import { type Platform as PlatformOf, platformsOf } from "../platforms.ts"
import { type Host, thread } from "./messages.ts"

export { forked, numbers, on } from "../platforms.ts"

export type Platform = PlatformOf<{ readonly entry: Actor.Entry<Actor.Handlers<Host>> }>

export const platforms: ReadonlyArray<Platform> = platformsOf(
  { entry: Actor.entry<typeof import("./listener.thread.ts")>(new URL("./listener.thread.ts", import.meta.url)) },
  { entry: Testing.entry(thread) }
)
