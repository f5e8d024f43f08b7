/**
 * The clients of Lua threads and pools that one thread has: one for each name.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { type LuaWorker, tagOf } from "./protocol.ts"
import { Remote, type To } from "./remote.ts"
import { type Sources, sourcesOf } from "./sources.ts"

/** The clients that one thread has, for as long as its scope is open. */
export class Remotes {
  readonly system: ActorSystem["Service"]
  readonly sources: Sources
  private readonly thread: number
  private readonly scope: Scope.Scope
  private readonly context: Context.Context<ActorSystem>
  private readonly all = new Map<string, Remote>()

  constructor(
    context: Context.Context<ActorSystem>,
    system: ActorSystem["Service"],
    thread: number,
    scope: Scope.Scope
  ) {
    this.context = context
    this.system = system
    this.thread = thread
    this.scope = scope
    this.sources = sourcesOf(system, thread)
  }

  /** The client of that name; made at once when it is asked for first. */
  of(to: To): Remote {
    let remote = this.all.get(to.name)
    if (remote === undefined || (remote.size === 0 && to.size > 0)) {
      remote?.close()
      const tag = tagOf(to.name)
      const built = Effect.runSync(
        Layer.buildWithScope(tag.layerRef, this.scope).pipe(Effect.provide(this.context)) as Effect.Effect<
          Context.Context<LuaWorker>
        >
      )
      const client = Context.getUnsafe(built, tag as never) as LuaWorker["Service"]
      const runtime = this.system["~@stevedore/core/runtime"]
      remote = new Remote(to, client, this.system.members(tag), runtime, tag.key, this.sources, this.thread)
      this.all.set(to.name, remote)
    }
    return remote
  }

  close(): void {
    for (const remote of this.all.values()) remote.close()
  }
}
