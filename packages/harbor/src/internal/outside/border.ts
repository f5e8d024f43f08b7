/*
 * The thread that has the transport, main, on behalf of all others: frames of theirs go out through it, and what comes in for an
 * address goes to the thread that serves it. It looks into no frame but for whose call it is, and which one takes a call back.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Job from "@stevedore/core/Job"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { HarborError, NoListener, NoReply } from "../../HarborError.ts"
import { type Address, type OnFrame, type Port, subject } from "../../Transport.ts"
import * as Frame from "../frame.ts"
import { logError } from "../logged.ts"
import { encodeRefusal } from "../peers/refusal.ts"
import { takeBackAt, takeBackOf } from "../takeBack.ts"
import { failure, isActorError, isGone, ofActor } from "../threads/failures.ts"
import { Node } from "../threads/node.ts"
import type { Closing } from "./closing.ts"
import type { Server, Servers } from "./servers.ts"
import type { Unheard } from "./unheard.ts"

const named = { reach: Schema.Literals(["services", "clients"]), name: Schema.String }

const At = Schema.Union([
  Schema.TaggedStruct("Node", { node: Schema.Number }),
  Schema.TaggedStruct("Topic", named),
  Schema.TaggedStruct("Queue", named)
])

const frame = Schema.Uint8Array

/** What was meant for a border that has ended: nothing of it went out. */
export class AnotherLife extends Schema.TaggedError<AnotherLife>()("AnotherLife", {}) {}

const error = Schema.Union([HarborError, AnotherLife])
/** Of the border that is meant, as `about` has it: what a thread has of one that was closed is nothing to the next one. */
const life = Schema.Number

export class Border extends Actor.Service<Border>()("harbor/system/border", [
  Rpc.make("about", { success: Schema.Struct({ life, node: Schema.Number, maxFrameBytes: Schema.Number }) }),
  Rpc.make("publish", { payload: { life, to: At, frame }, error }),
  Rpc.make("request", {
    payload: { life, to: At, frame, millis: Schema.Number },
    success: frame,
    error
  }).annotate(Job.SlowAfter, "never"),
  /** What comes there goes to who asked for it, as `frame` and `asked` of its node with that key; until `unserve`, or its death. */
  Rpc.make("serve", { payload: { life, key: Schema.String, at: At }, error }),
  Rpc.make("unserve", { payload: { key: Schema.String } })
]) {}

const givenUp = failure("", new NoReply({ detail: "who called has given it up" }))

/** Who asked learns why there is no reply. Who sends no frames gets none. */
const refuse = (frame: Uint8Array, answer: (reply: Uint8Array) => void, error: HarborError): void => {
  const asked = Frame.read(frame)
  if (asked === undefined) return
  const header = { ...asked, kind: Frame.Kind.refusal, codec: 0, redelivered: false, object: 0n }
  answer(Frame.write(header, encodeRefusal(error)))
}

interface Served {
  readonly owner: number
  readonly server: Server
  readonly scope: Scope.Closeable
}

/** Borders that main has had so far. */
let lives = 0

/** Served on main for as long as the layer is open, for threads that are among `servers` then. */
export const borderLayer = (
  transport: Port,
  servers: Servers,
  closing: Closing,
  lost: (unheard: Unheard) => void
): Layer.Layer<Border, ActorError, ActorSystem | Node> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const [nodes, { members }] = [yield* Node, yield* ActorSystem]
      const fork = Effect.runForkWith(yield* Effect.context<never>())
      const served = new Map<string, Served>()
      const life = ++lives

      const here = <A>(
        meant: number,
        self: Effect.Effect<A, HarborError>
      ): Effect.Effect<A, HarborError | AnotherLife> =>
        Effect.suspend((): Effect.Effect<A, HarborError | AnotherLife> =>
          meant === life && !closing.isOver ? self : Effect.fail(new AnotherLife())
        )

      const serverOf = (thread: string, key: string, at: Address): Server => ({
        subject: subject(at),
        isTopic: at._tag === "Topic",
        give: (frame, respond, gone) => {
          const given = { key, frame }
          const dropped = (reason: string) => lost({ at, frame, thread, reason })
          if (respond === undefined) {
            // Asked and not told: if that thread dies, nothing is lost with it, and it is no dead letter.
            if (Frame.isTakeBack(frame))
              return void fork(Effect.ignore(nodes.frame(given, { thread, whenFull: "fail" })))
            try {
              const told = nodes.frame.tellUnsafe(given, { thread })
              if (told === "full") dropped("MailboxFull")
              else if (told !== "accepted") gone()
            } catch (cause) {
              if (isActorError(cause) && isGone(cause)) gone()
              else dropped(isActorError(cause) ? cause.reason._tag : "Threw")
            }
            return
          }
          const answer = (reply: Uint8Array): void => {
            try {
              respond(reply)
            } catch {
              dropped("EngineUnavailable")
            }
          }
          const asked = { isTakenBack: false }
          const ended = servers.asking(frame, asked)
          fork(
            Effect.match(Effect.ensuring(nodes.asked(given, { thread, whenFull: "fail" }), Effect.sync(ended)), {
              // Empty where none will ever come.
              onSuccess: (reply) => (reply.length > 0 ? answer(reply) : undefined),
              onFailure: (error) => {
                const isNobodyThere = isActorError(error) ? isGone(error) : error.reason._tag === "NoListener"
                if (isNobodyThere && asked.isTakenBack) refuse(frame, answer, givenUp)
                else if (isNobodyThere) gone()
                else refuse(frame, answer, isActorError(error) ? ofActor("", error) : error)
              }
            })
          )
        }
      })

      /** A thread that lives has said so itself, and one that has died can not: who hears it twice has it once. */
      const takeBack = (to: Address, frame: Uint8Array): Effect.Effect<void> =>
        Effect.sync(() => {
          const asked = Frame.read(frame)
          if (asked !== undefined) fork(Effect.ignore(transport.publish(takeBackAt(to), takeBackOf(asked))))
        })

      const passing =
        (server: Server, thread: string, at: Address): OnFrame =>
        (bytes, respond) => {
          // The bytes are the transport's.
          const frame = bytes.slice()
          if (respond === undefined) servers.takeBack(frame)
          const dropped = (reason: string) => lost({ at, frame, thread, reason })
          servers.pass(server, frame, respond, () => {
            if (respond === undefined) return server.isTopic ? undefined : dropped("NoListener")
            try {
              refuse(frame, respond, failure("", new NoListener({})))
            } catch {
              dropped("EngineUnavailable")
            }
          })
        }

      const unserve = (key: string): Effect.Effect<void> =>
        Effect.suspend(() => {
          const found = served.get(key)
          served.delete(key)
          if (found === undefined) return Effect.void
          // What comes until then is its own yet.
          return Effect.ensuring(
            Scope.close(found.scope, Exit.void),
            Effect.sync(() => servers.delete(found.server))
          )
        })

      const handlers = Border.toLayer(
        {
          about: () => Effect.succeed({ life, node: transport.node, maxFrameBytes: transport.maxFrameBytes }),
          publish: ({ frame, life, to }) => here(life, transport.publish(to, frame)),
          request: ({ frame, life, millis, to }) =>
            here(
              life,
              Effect.onInterrupt(closing.until(transport.request(to, frame, millis)), () => takeBack(to, frame))
            ),
          serve: ({ at, key, life }) =>
            Effect.flatMap(CurrentJob, ({ sender }) => {
              const scope = Scope.makeUnsafe()
              const server = serverOf(sender.name, key, at)
              const serving = Effect.suspend(() => {
                servers.add(server)
                return Scope.provide(transport.serve(at, passing(server, sender.name, at)), scope)
              })
              // It may close meanwhile.
              const kept = here(
                life,
                Effect.sync(() => void served.set(key, { owner: sender.id, server, scope }))
              )
              return Effect.andThen(here(life, serving), kept).pipe(
                Effect.onError((cause) =>
                  Effect.ensuring(
                    Scope.close(scope, Exit.failCause(cause)),
                    Effect.sync(() => servers.delete(server))
                  )
                )
              )
            }),
          // What came there before is at its thread then.
          unserve: ({ key }) =>
            Effect.flatMap(CurrentJob, ({ sender }) =>
              Effect.andThen(unserve(key), Effect.ignore(nodes.reached(undefined, { thread: sender.name })))
            )
        },
        { concurrency: "unbounded" }
      )

      const there = members(Node)
      const look = (): void => {
        const threads = new Set(there.now.map(({ id }) => id))
        for (const [key, { owner, server }] of served) {
          if (threads.has(owner)) continue
          // At once: another thread may have its name by the time that the transport knows.
          servers.delete(server)
          fork(unserve(key))
        }
      }
      const watching = Layer.effectDiscard(
        Effect.gen(function* () {
          yield* Effect.acquireRelease(
            Effect.sync(() => there.watch(look)),
            (unwatch) => Effect.sync(unwatch)
          )
          yield* Effect.addFinalizer(() => {
            closing.end()
            return Effect.forEach(Array.from(served.keys()), unserve, { discard: true })
          })
          // The first is what it is now, of which each thread finds out by itself.
          const again = Stream.filter(Stream.drop(transport.state, 1), (state) => state === "connected")
          const looking = Stream.runForEach(again, () => Effect.ignore(nodes.reconnected.broadcast(undefined)))
          const ended =
            "the transport's state has ended: when it is connected again, threads of this process will not hear of it"
          yield* Effect.forkScoped(Effect.catchCause(looking, (cause) => logError(ended, cause)))
        })
      )
      return Layer.provideMerge(watching, Border.layerHere(handlers))
    })
  )
