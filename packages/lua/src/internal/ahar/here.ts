/**
 * The harbor of a Lua thread: that of its program where there is one, else one of its own, made when a script first needs it.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"

/** Both services. */
export type HarborHere = Context.Context<Harbor.Harbor | Directory.Directory>

/** What main has made for its Lua threads, and its own state uses, too. */
const ofMain = new WeakMap<object, HarborHere>()

const keyOf = (system: ActorSystem["Service"]): object => system["~@stevedore/core/runtime"]

/** What states of this thread have had that close: a thread has one at a time. */
const closings = new WeakMap<object, Set<Promise<void>>>()

/** A state has closed, and its harbor does. */
export const closing = (system: ActorSystem["Service"], ended: Promise<void>): void => {
  const all = closings.get(keyOf(system)) ?? new Set()
  closings.set(keyOf(system), all.add(ended))
  void ended.then(() => all.delete(ended))
}

/** Completes when those of states that have closed are gone. */
export const closed = (system: ActorSystem["Service"]): Effect.Effect<void> =>
  Effect.suspend(() => {
    const all = closings.get(keyOf(system))
    return all === undefined || all.size === 0 ? Effect.void : Effect.asVoid(Effect.promise(() => Promise.all(all)))
  })

/** What is in `context`, and what is missing of it, for as long as the scope is open. */
export const harborIn = (
  context: Context.Context<never>,
  system: ActorSystem["Service"],
  scope: Scope.Scope
): Effect.Effect<HarborHere, HarborError> =>
  Effect.suspend(() => {
    const shared = ofMain.get(keyOf(system))
    return shared === undefined ? built(context, system, scope) : Effect.succeed(shared)
  })

const built = (
  context: Context.Context<never>,
  system: ActorSystem["Service"],
  scope: Scope.Scope
): Effect.Effect<HarborHere, HarborError> => {
  const has = (key: { readonly key: string }) => context.mapUnsafe.has(key.key)
  const missing = Layer.mergeAll(
    has(Harbor.Harbor) ? Layer.empty : Harbor.layer(),
    has(Directory.Directory) ? Layer.empty : Directory.layer()
  ) as Layer.Layer<never, HarborError, ActorSystem>
  // With which thread it is for.
  const services = Layer.succeedContext(Context.add(context, ActorSystem, system))
  const made = Layer.buildWithScope(Layer.provide(missing, services), scope)
  return Effect.map(made, (made) => Context.merge(context, made) as HarborHere)
}

/** The same on main, for the threads of the system, too: unless the program has made a harbor there. */
export const harborOfMain = (system: ActorSystem["Service"], scope: Scope.Scope): Effect.Effect<void, HarborError> =>
  Effect.suspend(() =>
    hasHarbor(system, "main")
      ? Effect.void
      : Effect.map(harborIn(Context.empty(), system, scope), (here) => void ofMain.set(keyOf(system), here))
  )

/** Whether that thread has a harbor already. */
const hasHarbor = (system: ActorSystem["Service"], thread: string): boolean =>
  system.members({ key: "harbor/system/node" }).now.some((member) => member.thread === thread)
