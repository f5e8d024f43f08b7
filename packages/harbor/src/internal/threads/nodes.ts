/*
 * This thread's member of `harbor/node`, and what is asked of those of other threads.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { HarborError } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import { invalidOption, isActorError, ofActor } from "./failures.ts"
import { Node } from "./node.ts"
import type { ThreadHarbor } from "./threadHarbor.ts"

/** Serves it for as long as the layer is open, and forgets what threads wanted that are gone. */
export const nodeLayer = (harbor: ThreadHarbor): Layer.Layer<Node, ActorError, ActorSystem> => {
  const handlers = Node.toLayer(
    Effect.map(CurrentThread, (thread) => {
      harbor.thread = thread
      return {
        listen: ({ handler, key, message }) =>
          Effect.flatMap(CurrentJob, ({ sender }) => harbor.install(key, sender.id, handler, message)),
        unlisten: ({ key }) => harbor.uninstall(key),
        apply: () => Effect.void,
        object: () => Effect.void
      }
    }),
    { concurrency: "unbounded" }
  )
  const watching = Layer.effectDiscard(
    Effect.gen(function* () {
      const { members } = yield* ActorSystem
      const nodes = members(Node)
      const run = Effect.runForkWith(yield* Effect.context<never>())
      const look = (): void => {
        if (harbor.installed.size === 0) return
        const there = new Set(nodes.now.map(({ id }) => id))
        run(harbor.forget((owner) => there.has(owner)))
      }
      yield* Effect.acquireRelease(
        Effect.sync(() => nodes.watch(look)),
        (unwatch) => Effect.sync(unwatch)
      )
    })
  )
  return Layer.provideMerge(watching, Node.layerHere(handlers))
}

let keys = 0

/** Has another thread listen, for as long as the scope is open. */
export const listenOn = (
  harbor: ThreadHarbor,
  thread: string,
  message: Message.Any,
  handler: string
): Effect.Effect<void, HarborError, Scope.Scope> =>
  Effect.gen(function* () {
    const nodes = yield* clientOf(harbor)
    const key = `${harbor.thread.id}-${++keys}`
    const refused = (error: ActorError | HarborError): HarborError => {
      if (!isActorError(error)) return error
      if (error.reason._tag !== "InvalidOption") return ofActor(message.name, error)
      return invalidOption(message.name, "thread", thread, "name a thread that has a harbor: Harbor.layer in its entry")
    }
    yield* Effect.acquireRelease(
      Effect.mapError(nodes.listen({ key, handler, message: message.name }, { thread }), refused),
      // It ends with that thread, if not before.
      () => Effect.ignore(nodes.unlisten({ key }, { thread }))
    )
  })

const clientOf = (harbor: ThreadHarbor): Effect.Effect<Node["Service"], never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const layer = Layer.provide(Node.layerRef, Layer.succeed(ActorSystem, harbor.system))
    return Context.get(yield* Layer.buildWithScope(layer, scope), Node)
  })
