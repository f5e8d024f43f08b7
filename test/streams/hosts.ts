/*
 * Where the streaming actor runs, for one suite that expects the same everywhere.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { handlers } from "./handlers.ts"
import { Streamer } from "./protocol.ts"

export type Variant = "one" | "unbounded"

export interface Host {
  readonly name: string
  readonly streamer: (variant: Variant) => Layer.Layer<Streamer, ActorError, ActorSystem>
}

const concurrency = { one: 1, unbounded: "unbounded" } as const

export const entries = {
  one: Actor.entry<typeof import("./one.thread.ts")>(new URL("./one.thread.ts", import.meta.url)),
  unbounded: Actor.entry<typeof import("./unbounded.thread.ts")>(new URL("./unbounded.thread.ts", import.meta.url)),
  reader: Actor.entry<typeof import("./reader.thread.ts")>(new URL("./reader.thread.ts", import.meta.url))
}

export const system = NodeActorSystem.layer({ interruptGrace: "1 second", maxThreads: 8 })

/** The actor under its own name elsewhere, and here by name alone. */
const byRef = (variant: Variant) =>
  Layer.effect(
    Streamer,
    Effect.andThen(
      Layer.build(Streamer.layerThread({ entry: entries[variant] })),
      Effect.provide(Streamer, Streamer.layerRef)
    )
  )

export const hosts: ReadonlyArray<Host> = [
  { name: "layerLocal", streamer: (variant) => Streamer.layerLocal(handlers(concurrency[variant])) },
  { name: "layerMain", streamer: (variant) => Streamer.layerMain(handlers(concurrency[variant])) },
  { name: "layerThread", streamer: (variant) => Streamer.layerThread({ entry: entries[variant] }) },
  { name: "layerPool", streamer: (variant) => Streamer.layerPool({ entry: entries[variant], size: 1 }) },
  { name: "layerRef", streamer: byRef }
]
