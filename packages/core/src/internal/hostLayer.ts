/**
 * The layers that start threads: one thread or a pool, which serve one actor or several. All of them come up together, die
 * together, and are started again together, each with its own name.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { ActorError, type ActorErrorReason, InvalidOption } from "../ActorError.ts"
import type { Entry, MailboxOptions } from "../Actor.ts"
import * as ActorSystem from "../ActorSystem.ts"
import * as Routing from "../Routing.ts"
import type { ResourceLimits } from "../ThreadSpawner.ts"
import { invalid, limitOf, millisOf, shown } from "./options.ts"
import { Place } from "./supervision/place.ts"
import { supervise, type Supervised } from "./supervision/supervise.ts"
import { type SupervisionOptions, supervisionOf } from "./supervision/supervisionOptions.ts"
import type { InstanceBoot, ModuleBoot, ModuleFunction } from "./system/control.ts"
import type { MemberEntry, WhenFull } from "./system/directory.ts"
import type { Handle } from "./system/mainHandle.ts"
import type { MainSystem } from "./system/mainSystem.ts"
import { parallelism } from "./system/parallelism.ts"
import * as Starting from "./system/starting.ts"
import * as Terminating from "./system/terminating.ts"
import { otherCopy } from "./system/oneCopy.ts"
import type { SystemRuntime } from "./system/systemRuntime.ts"

export interface HostOptions extends MailboxOptions, SupervisionOptions {
  readonly entry: Entry<any>
  readonly name?: string | undefined
  readonly size?: number | undefined
  readonly routing?: Routing.Routing<any, any> | undefined
  readonly resourceLimits?: ResourceLimits | undefined
  readonly whenLost?: "wait" | "replace" | undefined
}

/** What a thread needs to know of an actor class to serve it, and a layer to provide its client. */
export interface HostedPart {
  readonly id: string
  readonly served: string
  readonly tag: Context.Key<any, any>
  readonly fingerprint: string
  /** Its Rpcs in order, and those of them that say from when on they are slow. */
  readonly jobs: ReadonlyArray<string>
  readonly slowAfter: Readonly<Record<string, number>>
  readonly clientOf: (
    system: SystemRuntime,
    routing: Routing.Routing<any, any> | undefined
  ) => Effect.Effect<unknown, never, Scope.Scope>
  /** Its entry is a module of plain functions: which they are is learnt from its threads. */
  readonly module?: {
    readonly boot: () => ModuleBoot
    /** A reason when they are not those of the threads before. */
    readonly learn: (functions: ReadonlyArray<ModuleFunction>) => ActorErrorReason | undefined
  }
}

const DEFAULT_WINDOW = 65_536

/** Starts `wanted` threads that serve all of `parts`, and provides their clients. */
export const hostLayer = (
  parts: ReadonlyArray<HostedPart>,
  options: HostOptions,
  wanted: number | undefined,
  threadNames: (index: number) => string
): Layer.Layer<any, ActorError, ActorSystem.ActorSystem> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const fail = (reason: ActorErrorReason): ActorError =>
        new ActorError({ reason, actor: ids.join(", "), job: "", thread: "", started: false })
      const ids = parts.map(({ id }) => id)
      const service = yield* ActorSystem.ActorSystem
      const system = service["~@stevedore/core/runtime"]
      const other = otherCopy(system)
      if (other !== undefined) return yield* fail(other)
      const { main } = system
      if (main === undefined) return yield* fail(onlyMain("a layerThread or layerPool"))
      // By default as many as the machine and the system have room for.
      const size = wanted ?? Math.max(1, Math.min(parallelism(), main.options.sizes.maxThreads - 1))
      const wrong = invalidHost(options, size, main)
      if (wrong !== undefined) return yield* fail(wrong)
      const mailbox = mailboxOf(options)
      if ("reason" in mailbox) return yield* fail(mailbox.reason)
      const slowMillis = slowOf(options)
      if (typeof slowMillis === "object") return yield* fail(slowMillis)
      const supervision = supervisionOf(main, options)
      if ("_tag" in supervision) return yield* fail(supervision)
      const { crew, policy } = supervision
      const threads: Array<Handle> = []
      const indices = Array.from({ length: size }, (_, index) => index)
      const restarts = policy.schedule !== "never"
      const places = indices.map((index) => new Place(main, ids, threadNames(index), () => threads[index], restarts))
      // Runs last: whatever has become of a thread was told by then, or is told now.
      yield* Effect.addFinalizer(() => Effect.sync(() => places.forEach((place) => place.settle("layer"))))
      const slow = parts.map(({ id, slowAfter }) => ({ actor: id, millis: slowMillis, jobs: slowAfter }))
      yield* Effect.addFinalizer(() => Effect.sync(() => slow.forEach((each) => main.slow.remove(each))))
      yield* Effect.addFinalizer(() => main.stopThreads(threads))
      const start = (index: number) =>
        Effect.gen(function* () {
          const instances = parts.map(({ fingerprint, id, module, served }): InstanceBoot => {
            return { instance: main.nextInstance(), name: id, served, fingerprint, module: module?.boot() }
          })
          const threadName = threadNames(index)
          const { functions, incarnation, serial, thread } = yield* Starting.start(main, {
            name: threadName,
            entry: options.entry.url,
            instances,
            resourceLimits: options.resourceLimits,
            whenLost: options.whenLost,
            place: places[index]!,
            created: (handle) => {
              threads[index] = handle
            }
          })
          for (const { module } of parts) {
            const other = module?.learn(functions)
            if (other === undefined) continue
            // It would keep the name of the next one.
            yield* Terminating.terminate(main, threads[index]!)
            return yield* fail(other)
          }
          // In the order of the parts.
          return instances.map(({ instance }): MemberEntry => {
            return { thread, incarnation, instance, threadName, serial: serial.includes(instance), state: "up" }
          })
        })
      // No more at once than can run: a start has a deadline.
      const started = yield* Effect.forEach(indices, start, { concurrency: parallelism() })
      const routing = options.routing ?? Routing.roundRobin
      const refused = main.register(
        parts.map(({ id: name, jobs, served }, part) => {
          const members = started.map((all) => all[part]!)
          return { name, served, strategy: routing.strategy, ...mailbox, restarts, members, jobs }
        }),
        parts.some(({ module }) => module !== undefined) ? otherModule : undefined
      )
      if (refused !== undefined) return yield* fail(refused)
      for (const each of slow) main.slow.add(each)
      // Runs before the threads stop: nobody is sent there any more.
      yield* Effect.addFinalizer(() => Effect.sync(() => main.unregister(ids)))
      const supervised = indices.map((index): Supervised => ({
        place: places[index]!,
        current: () => threads[index]!,
        again: Effect.map(start(index), (members) => main.replaceMembers(ids, members))
      }))
      if (crew !== undefined) yield* crew.join(supervised)
      else {
        for (const each of supervised) {
          yield* Effect.forkScoped(supervise(main, each, policy), { startImmediately: true })
        }
      }
      let clients = Context.empty() as Context.Context<any>
      for (const { clientOf, tag } of parts) clients = Context.add(clients, tag, yield* clientOf(system, routing))
      return clients
    })
  )

/** A host of several actors: what cannot be one is said before any thread starts. */
export const hostSeveral = (
  actors: ReadonlyArray<{ readonly "~@stevedore/core/Part"?: unknown }> | undefined,
  options: HostOptions | undefined,
  wanted: number | undefined,
  threadNames: (index: number) => string
): Layer.Layer<any, ActorError, ActorSystem.ActorSystem> => {
  const wrong = invalidActors(actors)
  if (wrong !== undefined) {
    // What a name is checked for comes later: it may be anything yet.
    const given: unknown = options?.name ?? ""
    const actor = typeof given === "string" ? given : shown(given)
    return Layer.effectContext(new ActorError({ reason: wrong, actor, job: "", thread: "", started: false }))
  }
  const parts = actors!.map((actor) => actor["~@stevedore/core/Part"] as HostedPart)
  return hostLayer(parts, options!, wanted, threadNames)
}

/** A module has no tag; its name is that of its file where nothing else is said. */
const otherModule = 'give the second module a name of its own: Actor.fromModule(url, { name: "other" })'

const invalidActors = (actors: unknown): InvalidOption | undefined => {
  const remedy = "list the actor classes that the entry serves, each once: actors: [Digester, Indexer]"
  if (!Array.isArray(actors)) return invalid("actors", actors, remedy)
  if (actors.length === 0) return new InvalidOption({ option: "actors", value: "[]", remedy })
  const seen = new Set<string>()
  for (const actor of actors) {
    const part = (actor as { readonly "~@stevedore/core/Part"?: HostedPart } | null | undefined)?.[
      "~@stevedore/core/Part"
    ]
    if (part === undefined) return invalid("actors", actor, remedy)
    if (seen.has(part.id)) return invalid("actors", `${part.id} twice`, remedy)
    seen.add(part.id)
  }
  return undefined
}

export const onlyMain = (option: string): InvalidOption =>
  new InvalidOption({
    option,
    value: "built on a worker thread",
    remedy: "build it on main; other threads reach the actor by layerRef"
  })

const isRouting = (routing: Routing.Routing<any, any>): boolean =>
  routing === Routing.roundRobin ||
  routing === Routing.annotatedKey ||
  (routing?.strategy === "consistentKey" && typeof routing.key === "function")

const invalidHost = (options: HostOptions, size: number, main: MainSystem): InvalidOption | undefined => {
  if (typeof options.name !== "string" || options.name === "") {
    return invalid("name", options.name, "give the thread a name: a text that is not empty")
  }
  const most = main.options.sizes.maxThreads - 1
  if (most === 0)
    return invalid("maxThreads", 1, "raise maxThreads of the actor system: the one thread it may have is main")
  if (!Number.isSafeInteger(size) || size < 1 || size > most) {
    return invalid("size", size, `use a whole number from 1 to ${most} (maxThreads of the system, without main)`)
  }
  if (options.routing !== undefined && !isRouting(options.routing)) {
    const given = (options.routing as Routing.Routing<any, any> | null)?.strategy ?? options.routing
    const remedy = "use Routing.roundRobin, Routing.annotatedKey or Routing.consistentKey with a function"
    return invalid("routing", given, remedy)
  }
  const { whenLost } = options
  if (whenLost !== undefined && whenLost !== "wait" && whenLost !== "replace") {
    return invalid("whenLost", whenLost, 'use "wait" or "replace"')
  }
  if (typeof options.entry?.url !== "string") {
    return invalid("entry", options.entry, "use Actor.entry<typeof import(…)>(new URL(…, import.meta.url))")
  }
  return undefined
}

const isWord = (whenFull: unknown): whenFull is "suspend" | "fail" | "dropNewest" | "dropOldest" =>
  whenFull === "suspend" || whenFull === "fail" || whenFull === "dropNewest" || whenFull === "dropOldest"

export const mailboxOf = (
  options: MailboxOptions | undefined
): { readonly window: number; readonly whenFull: WhenFull } | { readonly reason: InvalidOption } => {
  const window = options?.window ?? DEFAULT_WINDOW
  if (!Number.isSafeInteger(window) || window < 1) {
    return { reason: invalid("window", window, "use a whole number from 1") }
  }
  const whenFull = options?.whenFull ?? "suspend"
  if (isWord(whenFull)) return { window, whenFull }
  const millis = millisOf(whenFull)
  if (millis === undefined) {
    const remedy = 'use "suspend", "fail", "dropNewest", "dropOldest" or a Duration such as "1 second"'
    return { reason: invalid("whenFull", whenFull, remedy) }
  }
  return { window, whenFull: millis }
}

/** From when on its jobs are slow, in milliseconds; `undefined` where it does not say. */
export const slowOf = (options: MailboxOptions | undefined): number | InvalidOption | undefined => {
  const slowAfter = options?.slowAfter
  if (slowAfter === undefined) return undefined
  return limitOf(slowAfter) ?? invalid("slowAfter", slowAfter, 'use a Duration such as "50 millis", or "never"')
}
