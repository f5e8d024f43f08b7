/**
 * The layers of one actor class: where its handlers run, and the client of whoever asks for the service.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { ActorError, type ActorErrorReason } from "../ActorError.ts"
import type { HandlerOptions, MailboxOptions } from "../Actor.ts"
import * as ActorSystem from "../ActorSystem.ts"
import { CurrentThread } from "../CurrentThread.ts"
import type * as Routing from "../Routing.ts"
import * as Client from "./sending/client.ts"
import type { Definition } from "./defineGroup.ts"
import { handlersKey, host } from "./hosting/handlers.ts"
import { handlerOf, handlersLayer } from "./hosting/handlersLayer.ts"
import type * as HostedMethod from "./hosting/hostedMethod.ts"
import * as MainActor from "./system/mainActor.ts"
import { type HostOptions, hostLayer, type HostedPart, mailboxOf, onlyMain, slowOf } from "./hostLayer.ts"
import { invalid } from "./options.ts"
import { StopHooks } from "./system/stopHooks.ts"
import { serveHere as serveBeside } from "./serveHere.ts"
import { otherCopy } from "./system/oneCopy.ts"
import { ToldFailures } from "./hosting/toldFailures.ts"
import type { SystemRuntime } from "./system/systemRuntime.ts"

export const make = (tag: Context.Key<any, any>, id: string, served: string, definition: Definition) => {
  const fail = (reason: ActorErrorReason): ActorError =>
    new ActorError({ reason, actor: id, job: "", thread: "", started: false })

  const clientOf = (
    system: SystemRuntime,
    routing: Routing.Routing<any, any> | undefined
  ): Effect.Effect<unknown, never, Scope.Scope> =>
    Effect.gen(function* () {
      const other = otherCopy(system)
      // Nothing that a program could mend, and a client's layer has no error.
      if (other !== undefined) return yield* Effect.die(fail(other))
      const context = yield* Effect.context<never>()
      const unseen = new ToldFailures(context, "was submitted, detached,")
      const left = new ToldFailures(context, "was left before its end")
      yield* Effect.addFinalizer(() =>
        Effect.sync(() => {
          unseen.end()
          left.end()
        })
      )
      const binding = system.directory.binding(id)
      return Client.make({ system, binding, requests: definition.requests, context, routing, unseen, left, served })
    })

  const part: HostedPart = {
    id,
    served,
    tag,
    fingerprint: definition.fingerprint,
    clientOf,
    jobs: Array.from(definition.requests.keys()),
    slowAfter: definition.slowAfter
  }

  const toLayer = (build: any, options?: HandlerOptions) => handlersLayer(id, served, definition, build, options)

  /** Builds handlers with what a thread provides, and serves them on this thread alone under the actor's id. */
  const serveAlone = (
    service: ActorSystem.ActorSystem["Service"],
    handlers: Layer.Layer<any, any, any>,
    options: MailboxOptions | undefined
  ): Effect.Effect<unknown, any, Scope.Scope> =>
    Effect.gen(function* () {
      const system = service["~@stevedore/core/runtime"]
      const other = otherCopy(system)
      if (other !== undefined) return yield* fail(other)
      const main = system.main
      if (main === undefined) return yield* fail(onlyMain("layerMain"))
      const mailbox = mailboxOf(options)
      if ("reason" in mailbox) return yield* fail(mailbox.reason)
      const slowMillis = slowOf(options)
      if (typeof slowMillis === "object") return yield* fail(slowMillis)
      if (!Layer.isLayer(handlers)) {
        return yield* fail(invalid("handlers", handlers, "give it the Layer that TheActor.toLayer({ … }) returns"))
      }
      const thread = { id: 1, name: "main", isMain: true }
      const services = Layer.merge(
        Layer.succeed(ActorSystem.ActorSystem, service),
        Layer.succeed(CurrentThread, thread)
      )
      const own: MainActor.Own = {
        hooks: new StopHooks(main, id),
        place: MainActor.placeOf(main, id),
        actor: undefined
      }
      const slow = { actor: id, millis: slowMillis, jobs: part.slowAfter }
      yield* Effect.addFinalizer(() => Effect.sync(() => main.slow.remove(slow)))
      yield* Effect.addFinalizer((exit) => MainActor.end(main, own, exit))
      const context = yield* Layer.buildWithScope(Layer.provide(handlers, services), own.hooks.scope)
      const built = Context.getUnsafe(context, handlersKey(served))
      const instance = main.nextInstance()
      const actor = host(main.loop, instance, id, built)
      const refused = main.register([
        {
          name: id,
          served,
          strategy: "roundRobin",
          ...mailbox,
          restarts: false,
          jobs: part.jobs,
          members: [
            {
              thread: main.loop.thread,
              incarnation: 1,
              instance,
              threadName: "main",
              serial: built.concurrency === 1,
              state: "up"
            }
          ]
        }
      ])
      if (refused !== undefined) {
        main.loop.actors.delete(instance)
        return yield* fail(refused)
      }
      main.slow.add(slow)
      own.place.started()
      own.actor = actor
      main.stopHooks.add(own.hooks)
      return yield* clientOf(system, undefined)
    })

  const layerLocal = (handlers: Layer.Layer<any, any, any>, options?: MailboxOptions) =>
    Layer.effect(
      tag,
      Effect.gen(function* () {
        const service = yield* ActorSystem.make({ spawner: undefined, maxThreads: 1, ...LOCAL_MEMORY })
        return yield* serveAlone(service, handlers, options)
      })
    )

  return {
    "~@stevedore/core/Part": part,
    toLayer,
    layerLocal,
    layerMain: (handlers: Layer.Layer<any, any, any>, options?: MailboxOptions) =>
      Layer.effect(
        tag,
        Effect.flatMap(ActorSystem.ActorSystem, (service) => serveAlone(service, handlers, options))
      ),
    layerHere: (handlers: Layer.Layer<any, any, any>, options?: MailboxOptions) =>
      Layer.effect(
        tag,
        Effect.gen(function* () {
          const service = yield* ActorSystem.ActorSystem
          yield* serveBeside(service, part, handlers, options, fail)
          return yield* clientOf(service["~@stevedore/core/runtime"], undefined)
        })
      ),
    // Without options there is no entry, which is what is said then.
    layerThread: (options: HostOptions | undefined) => {
      const name = options?.name ?? id
      return hostLayer([part], { ...options!, name }, 1, () => name)
    },
    layerPool: (options: HostOptions | undefined) => {
      const name = options?.name ?? id
      return hostLayer([part], { ...options!, name }, options?.size, (index) => `${name}-${index}`)
    },
    layerRef: Layer.effect(
      tag,
      Effect.flatMap(ActorSystem.ActorSystem, (service) => clientOf(service["~@stevedore/core/runtime"], undefined))
    ),
    layerTest: (handlers: Record<string, HostedMethod.Handler> = {}) => {
      const all: Record<string, HostedMethod.Handler> = Object.create(null)
      for (const name of definition.requests.keys()) {
        const missing = (): Effect.Effect<never> =>
          Effect.die(new Error(`${id}.${name} is not implemented in layerTest`))
        Object.defineProperty(all, name, { enumerable: true, value: handlerOf(handlers, name) ?? missing })
      }
      return layerLocal(toLayer(all))
    }
  }
}

/** One thread has one lane pair with itself: little is plenty. Resident only where touched. */
const LOCAL_MEMORY = { arenaBytes: 32 * 1024 * 1024, smallBlocks: 128, largeBlocks: 16 }
