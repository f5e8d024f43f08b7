/**
 * Serving an actor on the calling thread beside the others that do (`layerHere`): main as any other, also while it starts. The
 * thread joins the name, which comes with the first and goes with the last of them, and leaves it with the scope; both are
 * done when every thread of the system has heard of it.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { type ActorError, type ActorErrorReason, Unreachable } from "../ActorError.ts"
import type { MailboxOptions } from "../Actor.ts"
import * as ActorSystem from "../ActorSystem.ts"
import { CurrentThread } from "../CurrentThread.ts"
import { type HostedPart, mailboxOf, slowOf } from "./hostLayer.ts"
import { host, handlersKey } from "./hosting/handlers.ts"
import type { HostedActor } from "./hosting/hostedActor.ts"
import { invalid } from "./options.ts"
import { finish } from "./system/actorEnd.ts"
import * as Ending from "./system/ending.ts"
import type { Question } from "./system/control.ts"
import { otherCopy } from "./system/oneCopy.ts"
import type { SystemRuntime } from "./system/systemRuntime.ts"
import { StopHooks } from "./system/stopHooks.ts"

/** Where the handlers' layer is built: on main it may be released by the end of the system, before its own scope closes. */
interface Hooks {
  readonly scope: Scope.Closeable
  readonly run: (exit: Exit.Exit<unknown, unknown>, millis: number) => Effect.Effect<unknown>
}

const hooksOf = ({ main }: SystemRuntime, id: string): Hooks => {
  if (main !== undefined) return new StopHooks(main, id)
  const scope = Scope.makeUnsafe()
  return { scope, run: (exit) => Scope.close(scope, exit) }
}

/** Builds the handlers, and serves them on this thread under the actor's id. */
export const serveHere = (
  service: ActorSystem.ActorSystem["Service"],
  { fingerprint, id, jobs, served, slowAfter }: HostedPart,
  handlers: Layer.Layer<any, any, any>,
  options: MailboxOptions | undefined,
  fail: (reason: ActorErrorReason) => ActorError
): Effect.Effect<void, any, Scope.Scope> =>
  Effect.gen(function* () {
    const system = service["~@stevedore/core/runtime"]
    const other = otherCopy(system)
    if (other !== undefined) return yield* fail(other)
    const { loop, main } = system
    const mailbox = mailboxOf(options)
    if ("reason" in mailbox) return yield* fail(mailbox.reason)
    const slowMillis = slowOf(options)
    if (typeof slowMillis === "object") return yield* fail(slowMillis)
    if (!Layer.isLayer(handlers)) {
      const remedy = "give it the Layer that TheActor.toLayer({ … }) returns"
      return yield* fail(invalid("handlers", handlers, remedy))
    }
    const hooks = hooksOf(system, id)
    let actor: HostedActor | undefined
    yield* Effect.addFinalizer((exit) => {
      const since = performance.now()
      const left = actor === undefined ? Effect.void : leave(system, actor)
      return Effect.andThen(
        left,
        Effect.suspend(() => Effect.asVoid(hooks.run(exit, main === undefined ? 0 : Ending.leftMillis(main, since))))
      )
    })
    const { incarnation } = loop.mesh.peer(loop.thread)
    const thread = { id: incarnation, name: loop.threadName(loop.thread), isMain: main !== undefined }
    const services = Layer.merge(Layer.succeed(ActorSystem.ActorSystem, service), Layer.succeed(CurrentThread, thread))
    const context = yield* Layer.buildWithScope(Layer.provide(handlers, services), hooks.scope)
    const built = Context.getUnsafe(context, handlersKey(served))
    const late = () => fail(new Unreachable({ detail: unheard(id, "is served", system.nameTimeoutMillis) }))
    const asked = (question: Question) =>
      Effect.timeoutOrElse(Effect.mapError(system.ask(question), fail), {
        duration: system.nameTimeoutMillis,
        orElse: late
      })
    const instance = (yield* asked({ _tag: "instance" })) as number
    const slow = { actor: id, millis: slowMillis, jobs: slowAfter }
    // Before anybody can send to it.
    actor = host(loop, instance, id, built)
    const serial = built.concurrency === 1
    const joining = { name: id, served, fingerprint, jobs, ...mailbox, instance, serial, slow }
    yield* asked({ _tag: "join", joining })
    if (hooks instanceof StopHooks) main!.stopHooks.add(hooks)
  })

/** Takes no more than it has been sent when all know, and finishes that; on a thread that ends that is done. */
const leave = (system: SystemRuntime, actor: HostedActor): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { loop } = system
    if (system.isEnding()) {
      loop.actors.delete(actor.instance)
      return Effect.void
    }
    const left = system.ask({ _tag: "leave", name: actor.name, instance: actor.instance })
    // A thread that does not yield hears of nothing, and may be one that ends after this: what it sends later is refused.
    const known = Effect.timeoutOrElse(Effect.ignore(left), {
      duration: system.stopTimeoutMillis,
      orElse: () => Effect.logWarning(unheard(actor.name, "leaves", system.stopTimeoutMillis))
    })
    // The thread may end while it waits: then its actors have come to their end with it.
    return Effect.asVoid(Effect.andThen(known, finish(system, actor)))
  })

const unheard = (name: string, what: string, millis: number): string =>
  `not every thread has heard within ${millis} ms that actor "${name}" ${what}; held by: a thread that does not yield`
