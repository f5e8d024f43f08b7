/*
 * The places where an actor can run, for one suite that expects the same of all of them.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Routing from "@stevedore/core/Routing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Guarded, guardedClient, guardedHandlers } from "./guarded.ts"
import { handlers } from "./handlers.ts"
import { Subject } from "./protocol.ts"

export type Variant = "one" | "three" | "unbounded"

/** The same actor under a second tag. */
export class Other extends Subject.as<Other>()("test/Other") {}

export interface Host {
  readonly name: "layerLocal" | "layerMain" | "layerThread" | "layerPool"
  readonly subject: (variant: Variant, mailbox?: Actor.MailboxOptions) => Layer.Layer<Subject, ActorError, ActorSystem>
  readonly other: Layer.Layer<Other, ActorError, ActorSystem>
  readonly guarded: Layer.Layer<Guarded, ActorError, ActorSystem>
  readonly system: Layer.Layer<ActorSystem, ActorError>
  /** The sender's system in figures; as a job sees it where the system is hidden, that job itself not counted. */
  readonly figures: Effect.Effect<Figures, ActorError, Subject | ActorSystem>
}

export interface Figures {
  readonly segmentsFree: number
  readonly smallBlocksFree: number
  readonly largeBlocksFree: number
  readonly jobsInFlight: number
  readonly sendsWaiting: number
  readonly deadLetters: number
  readonly abandoned: number
}

const concurrency = { one: 1, three: 3, unbounded: "unbounded" } as const

const entries = {
  one: Actor.entry<typeof import("./one.thread.ts")>(new URL("./one.thread.ts", import.meta.url)),
  three: Actor.entry<typeof import("./three.thread.ts")>(new URL("./three.thread.ts", import.meta.url)),
  unbounded: Actor.entry<typeof import("./unbounded.thread.ts")>(new URL("./unbounded.thread.ts", import.meta.url))
}

const guardedEntry = Actor.entry<typeof import("./guarded.thread.ts")>(new URL("./guarded.thread.ts", import.meta.url))

/** All jobs to one thread of the pool: what a suite expects of an actor, it expects of one instance. */
const oneKey = Routing.consistentKey(() => "the same for all")

const pick = (figures: Figures): Figures => ({
  abandoned: figures.abandoned,
  deadLetters: figures.deadLetters,
  jobsInFlight: figures.jobsInFlight,
  segmentsFree: figures.segmentsFree,
  smallBlocksFree: figures.smallBlocksFree,
  largeBlocksFree: figures.largeBlocksFree,
  sendsWaiting: figures.sendsWaiting
})

const system = NodeActorSystem.layer({ slowAfter: "never", interruptGrace: "1 second", maxThreads: 8 })

const visible = Effect.flatMap(ActorSystem, (system) => Effect.map(system.info, pick))

const hidden = Effect.gen(function* () {
  const subject = yield* Subject
  const figures = yield* subject.figures()
  return pick({ ...figures, jobsInFlight: figures.jobsInFlight - 1 })
})

export const hosts: ReadonlyArray<Host> = [
  {
    name: "layerLocal",
    subject: (variant, mailbox) =>
      Subject.layerLocal(handlers(concurrency[variant]), { slowAfter: "never", ...mailbox }),
    other: Other.layerLocal(handlers(1)),
    system,
    guarded: Guarded.layerLocal(guardedHandlers).pipe(Layer.provide(guardedClient)),
    figures: hidden
  },
  {
    name: "layerMain",
    subject: (variant, mailbox) => Subject.layerMain(handlers(concurrency[variant]), mailbox),
    other: Other.layerMain(handlers(1)),
    system,
    guarded: Guarded.layerMain(guardedHandlers).pipe(Layer.provide(guardedClient)),
    figures: visible
  },
  {
    name: "layerThread",
    subject: (variant, mailbox) => Subject.layerThread({ ...mailbox, entry: entries[variant] }),
    other: Other.layerThread({ entry: entries.one }),
    system,
    guarded: Guarded.layerThread({ entry: guardedEntry }).pipe(Layer.provide(guardedClient)),
    figures: visible
  },
  {
    name: "layerPool",
    // A neighbour for the cases that share an actor; where each starts its own, one thread takes long enough to start.
    subject: (variant, mailbox) =>
      Subject.layerPool({ ...mailbox, entry: entries[variant], size: mailbox === undefined ? 2 : 1, routing: oneKey }),
    other: Other.layerPool({ entry: entries.one, size: 1, routing: oneKey }),
    system,
    guarded: Guarded.layerPool({ entry: guardedEntry, size: 2 }).pipe(Layer.provide(guardedClient)),
    figures: visible
  }
]
