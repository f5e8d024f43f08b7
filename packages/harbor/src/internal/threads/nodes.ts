/*
 * This thread's member of `harbor/system/node`, and what is asked of those of other threads.
 */
import { ActorError, Stopped } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { type HarborError, NoListener } from "../../HarborError.ts"
import { letterOf } from "../outside/unheard.ts"
import { threadOf } from "../tables/copy.ts"
import { joined, partBytesIn, Parts, stepsInParts } from "../tables/parts.ts"
import { type Part, Tables } from "../tables/protocol.ts"
import { failure } from "./failures.ts"
import type { Verbs } from "./line.ts"
import { Node } from "./node.ts"
import type { ThreadHarbor } from "./threadHarbor.ts"

/** Serves it for as long as the layer is open, and forgets what threads wanted that are gone. */
export const nodeLayer = (harbor: ThreadHarbor): Layer.Layer<Node, ActorError, ActorSystem> => {
  const handlers = Node.toLayer(
    Effect.map(CurrentThread, (thread) => {
      harbor.thread = thread
      const parts = new Parts()
      return {
        listen: ({ handler, key, message }) =>
          Effect.flatMap(CurrentJob, ({ sender }) => harbor.install(key, sender.id, handler, message)),
        unlisten: ({ key }) => harbor.uninstall(key),
        apply: (part) => apply(harbor, parts, part),
        // Looked at once: the parts are of one time. Without an owner, nothing but what this thread subscribes to could change it.
        held: () =>
          Stream.suspend(() => Stream.fromIterable(stepsInParts(harbor.tables.held, partBytesIn(harbor.system)))),
        frame: ({ frame, key }) =>
          // As long as it waits here: if this thread dies, what has not ended is told.
          Effect.callback<void>((resume) => {
            const take = harbor.outside.frames.get(key)
            const settled = () => resume(Effect.void)
            if (take !== undefined) return take(frame, undefined, settled) === false ? settled() : undefined
            const unheard = { at: undefined, frame, thread: harbor.thread.name, reason: "NoListener" }
            const letter = letterOf(harbor.messages, unheard)
            if (letter !== undefined) harbor.letters.lost(letter)
            settled()
          }),
        asked: ({ frame, key }) =>
          Effect.callback<Uint8Array, HarborError>((resume) => {
            const take = harbor.outside.frames.get(key)
            // It has left when main had not heard of that.
            if (take === undefined) return resume(Effect.fail(failure("", new NoListener({}), harbor.thread.name)))
            const answers = take(frame, (reply) => resume(Effect.succeed(reply)))
            if (answers === false) resume(Effect.succeed(unanswered))
          }),
        reconnected: () => harbor.outside.connected,
        letters: ({ letters }) => Effect.sync(() => letters.forEach((letter) => harbor.letters.lost(letter))),
        refused: () => Effect.sync(() => harbor.letters.look()),
        reached: () => Effect.void
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

/** In the place of a reply, of which none will come: main must not wait for it. */
const unanswered = new Uint8Array(0)

/** What was published to who leaves was sent to its thread before this one heard of that: it has begun there first. */
const apply = (harbor: ThreadHarbor, parts: Parts, part: Part): Effect.Effect<void> =>
  Effect.suspend(() => {
    const change = parts.join(part)
    if (change === undefined) return Effect.void
    harbor.tables.apply(change)
    const left = new Set(
      change.steps.flatMap(({ add, member, table }) => (table === "topics" && !add ? [threadOf(member)] : []))
    )
    left.delete(harbor.thread.id)
    const { client, members } = harbor.nodes
    // `Verbs` are those of any Rpc, and this one has no payload.
    const reached = (name: string) =>
      Effect.ignore(harbor.lines.to(name).askInTurn(client.reached as unknown as Verbs, undefined, false, undefined))
    return Effect.forEach(
      members.now.filter(({ id }) => left.has(id)),
      ({ thread }) => reached(thread),
      { concurrency: "unbounded", discard: true }
    )
  })

/** Brings this thread a copy of the tables, as soon as main has them. */
export const copyTables = (harbor: ThreadHarbor): Effect.Effect<void, never, Tables> =>
  Effect.gen(function* () {
    const tables = yield* Tables
    const asked = Stream.runCollect(tables.whole()).pipe(
      // Main's harbor has closed in the middle of it.
      Effect.flatMap((parts) => {
        const whole = joined(parts)
        return whole === undefined ? Effect.fail(cut) : Effect.succeed(whole)
      }),
      Effect.tapError((error) => Effect.sync(() => harbor.tables.absent(error)))
    )
    harbor.tables.begin(yield* Effect.retry(asked, { schedule: Schedule.spaced("1 second") }))
  }).pipe(Effect.ignore)

const cut = new ActorError({ reason: new Stopped({}), actor: Tables.key, job: "whole", thread: "main", started: false })
