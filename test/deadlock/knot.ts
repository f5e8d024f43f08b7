/*
 * Three actors that ask each other along any path, with handlers that can be held up, and the places they can run in.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import type { ActorSystem, SystemOptions } from "@stevedore/core/ActorSystem"
import type { Submitted } from "@stevedore/core/Client"
import * as Job from "@stevedore/core/Job"
import * as Testing from "@stevedore/core/testing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Board from "../conformance/board.ts"

const Name = Schema.Literals(["A", "B", "C"])
const Path = Schema.Array(Name)

/** How the next one is asked: or submitted to, and then awaited, at once or when that job has begun; or not at all. */
const Step = Schema.Struct({ how: Schema.Literals(["ask", "submit", "late", "leave"]), to: Name })
const Walk = Schema.Struct({
  path: Schema.Array(Step),
  /** The next one is called by a job that is let in. */
  inside: Schema.Boolean,
  /** Where each job that begins comes by, and how many of them have. */
  gate: Schema.Int,
  depth: Schema.Int,
  /** Where the last one is noted. */
  trace: Schema.Int
})
export type Walk = typeof Walk.Type

export class A extends Actor.Service<A>()("deadlock/A", [
  /** Asks the first of the path, and that one the next. Says who was reached. */
  Rpc.make("along", { payload: { path: Path }, success: Schema.Array(Schema.String), error: ActorError }),
  /** The same, let in by whoever waits for it. */
  Rpc.make("inside", { payload: { path: Path }, success: Schema.Array(Schema.String), error: ActorError }).annotate(
    Job.Reentrant,
    true
  ),
  /** Goes along a path, of asks and of submitted jobs that are awaited. Says who was reached. */
  Rpc.make("walk", { payload: Walk, success: Schema.Array(Schema.String), error: ActorError }),
  Rpc.make("walkInside", { payload: Walk, success: Schema.Array(Schema.String), error: ActorError }).annotate(
    Job.Reentrant,
    true
  ),
  /** Submits a job that goes along that path, and keeps its handle; awaits it, if it is to. */
  Rpc.make("keep", { payload: { walk: Walk, wait: Schema.Boolean }, error: ActorError }),
  /** Awaits the job that was kept. */
  Rpc.make("recall", { success: Schema.Array(Schema.String), error: ActorError }).annotate(Job.Reentrant, true),
  /** Asks the other one to recall what it has kept. */
  Rpc.make("remind", {
    payload: { gate: Schema.Int, of: Name },
    success: Schema.Array(Schema.String),
    error: ActorError
  }),
  /** Has the other one submitted to ask for that very job, and awaits it. */
  Rpc.make("knock", {
    payload: { gate: Schema.Int, other: Name },
    success: Schema.Array(Schema.String),
    error: ActorError
  }),
  /** Submits a job that waits at a gate before it asks back; awaits it, and gives up when it has come there. */
  Rpc.make("giveUp", { payload: { gate: Schema.Int, other: Name, trace: Schema.Int }, error: ActorError }),
  Rpc.make("askBack", { payload: { gate: Schema.Int, other: Name, trace: Schema.Int }, error: ActorError }),
  /** Tells the other one so many jobs from inside a handler, and waits for room for each. */
  Rpc.make("flood", { payload: { to: Name, jobs: Schema.Int }, error: ActorError }),
  /** Waits at a gate, and then for the other one, not for ever. */
  Rpc.make("meet", { payload: { gate: Schema.Int, other: Name }, error: ActorError }),
  /** Waits at a gate. */
  Rpc.make("hold", { payload: { gate: Schema.Int } }),
  /** Notes its number, and is as large as its payload, both ways. */
  Rpc.make("note", {
    payload: { trace: Schema.Int, n: Schema.Int, bytes: Schema.Uint8Array },
    success: Schema.Uint8Array
  })
]) {}
export class B extends A.as<B>()("deadlock/B") {}
export class C extends A.as<C>()("deadlock/C") {}

/** Handlers of the one of that name. */
export const knot = (name: "A" | "B" | "C") =>
  A.toLayer(
    Effect.gen(function* () {
      const actors = { A: yield* A, B: yield* B, C: yield* C }
      let kept: Submitted<ReadonlyArray<string>, ActorError> | undefined
      const walk = ({ path: [step, ...path], depth, gate, inside, trace }: Walk) =>
        Effect.gen(function* () {
          yield* Board.pass(gate)
          if (step === undefined) {
            Board.note(trace, name)
            return [name]
          }
          const next = inside ? actors[step.to].walkInside : actors[step.to].walk
          const payload = { path, depth: depth + 1, gate, inside, trace }
          if (step.how === "ask") return [name, ...(yield* next(payload))]
          const job = yield* next.submit(payload)
          if (step.how === "leave") return [name]
          if (step.how === "late") yield* Board.came(gate, depth + 1)
          return [name, ...(yield* job.await)]
        })
      return {
        walk,
        walkInside: walk,
        keep: ({
          wait,
          walk: {
            path: [step, ...path],
            ...walk
          }
        }) =>
          Effect.gen(function* () {
            kept = yield* actors[step!.to].walk.submit({ path, ...walk })
            if (wait) yield* kept.await
          }),
        recall: () => kept!.await,
        remind: ({ gate, of }) => Effect.andThen(Board.pass(gate), actors[of].recall()),
        knock: ({ gate, other }) =>
          Effect.gen(function* () {
            kept = yield* actors[other].remind.submit({ gate, of: name })
            return yield* kept.await
          }),
        giveUp: ({ gate, other, trace }) =>
          Effect.gen(function* () {
            const job = yield* actors[other].askBack.submit({ gate, other: name, trace })
            const waiting = yield* Effect.forkChild(job.await, { startImmediately: true })
            yield* Board.came(gate)
            yield* Fiber.interrupt(waiting)
          }),
        askBack: ({ gate, other, trace }) =>
          Effect.gen(function* () {
            yield* Board.pass(gate)
            Board.note(trace, (yield* Effect.exit(actors[other].along({ path: [] })))._tag)
          }),
        along: ({ path: [next, ...rest] }) =>
          next === undefined
            ? Effect.as(Effect.yieldNow, [name])
            : Effect.map(actors[next].along({ path: rest }), (reached) => [name, ...reached]),
        inside: ({ path: [next, ...rest] }) =>
          next === undefined
            ? Effect.as(Effect.yieldNow, [name])
            : Effect.map(actors[next].inside({ path: rest }), (reached) => [name, ...reached]),
        flood: ({ jobs, to }) =>
          Effect.forEach(
            Array.from({ length: jobs }, (_, n) => n),
            (n) => actors[to].note.tell({ trace: 0, n, bytes: new Uint8Array(0) }),
            { discard: true }
          ),
        meet: ({ gate, other }) =>
          Effect.andThen(Board.pass(gate), Effect.asVoid(actors[other].along({ path: [] }, { timeout: "100 millis" }))),
        hold: ({ gate }) => Board.pass(gate),
        note: ({ bytes, n, trace }) =>
          Effect.sync(() => {
            if (trace > 0) Board.note(trace, `${n}`)
            return bytes
          })
      }
    })
  ).pipe(Layer.provide([A.layerRef, B.layerRef, C.layerRef]))

export interface Options {
  readonly system?: SystemOptions
  readonly mailbox?: Actor.MailboxOptions
}

/** A place for all three. Where each has a system of its own, they reach only themselves. */
export interface Place {
  readonly name: string
  readonly isShared: boolean
  /** Each has a thread of its own. */
  readonly isKillable: boolean
  readonly live: (options?: Options) => Layer.Layer<A | B | C | ActorSystem, ActorError>
}

const entries = {
  A: Actor.entry<typeof import("./a.thread.ts")>(new URL("./a.thread.ts", import.meta.url)),
  B: Actor.entry<typeof import("./b.thread.ts")>(new URL("./b.thread.ts", import.meta.url)),
  C: Actor.entry<typeof import("./c.thread.ts")>(new URL("./c.thread.ts", import.meta.url))
}

export const places: ReadonlyArray<Place> = [
  {
    name: "layerLocal",
    isShared: false,
    isKillable: false,
    live: ({ mailbox, system } = {}) =>
      Layer.mergeAll(
        A.layerLocal(knot("A"), mailbox),
        B.layerLocal(knot("B"), mailbox),
        C.layerLocal(knot("C"), mailbox),
        NodeActorSystem.layer(system)
      )
  },
  {
    name: "layerMain",
    isShared: true,
    isKillable: false,
    live: ({ mailbox, system } = {}) =>
      Layer.mergeAll(
        A.layerMain(knot("A"), mailbox),
        B.layerMain(knot("B"), mailbox),
        C.layerMain(knot("C"), mailbox)
      ).pipe(Layer.provideMerge(NodeActorSystem.layer(system)))
  },
  {
    name: "simulated threads",
    isShared: true,
    isKillable: true,
    live: ({ mailbox, system } = {}) =>
      Layer.mergeAll(
        A.layerThread({ entry: Testing.entry(knot("A")), ...mailbox }),
        B.layerThread({ entry: Testing.entry(knot("B")), ...mailbox }),
        C.layerThread({ entry: Testing.entry(knot("C")), ...mailbox })
      ).pipe(Layer.provideMerge(Testing.layer({ time: "auto", ...system })))
  },
  {
    name: "threads",
    isShared: true,
    isKillable: true,
    live: ({ mailbox, system } = {}) =>
      Layer.mergeAll(
        A.layerThread({ entry: entries.A, ...mailbox }),
        B.layerThread({ entry: entries.B, ...mailbox }),
        C.layerThread({ entry: entries.C, ...mailbox })
      ).pipe(Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 5, startTimeout: "1 minute", ...system })))
  }
]

/** Two threads for one actor. */
export const pools = [
  {
    name: "simulated threads",
    live: A.layerPool({ entry: Testing.entry(knot("A")), size: 2 }).pipe(
      Layer.provideMerge(Testing.layer({ time: "auto" }))
    )
  },
  {
    name: "threads",
    live: A.layerPool({ entry: entries.A, size: 2 }).pipe(
      Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 5, startTimeout: "1 minute" }))
    )
  }
]
