/*
 * The mesh on its threads: two relays, one on main, and a pool of sinks.
 */
import * as Actor from "@stevedore/core/Actor"
import type { SystemOptions } from "@stevedore/core/ActorSystem"
import * as Routing from "@stevedore/core/Routing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Layer from "effect/Layer"
import { A, B, Main, relayHandlers, Sink } from "./mesh.ts"

export const sinkEntry = Actor.entry<typeof import("./sink.thread.ts")>(new URL("./sink.thread.ts", import.meta.url))
export const relayEntry = Actor.entry<typeof import("./relay.thread.ts")>(new URL("./relay.thread.ts", import.meta.url))

export interface MeshOptions {
  readonly sinks: number
  readonly routing?: typeof Routing.roundRobin
  readonly mailbox?: Actor.MailboxOptions
  readonly system?: SystemOptions
}

export const mesh = (options: MeshOptions) =>
  Layer.mergeAll(
    A.layerThread({ entry: relayEntry, name: "a" }),
    B.layerThread({ entry: relayEntry, name: "b" }),
    Main.layerMain(relayHandlers),
    Sink.layerPool({
      ...options.mailbox,
      entry: sinkEntry,
      name: "sink",
      size: options.sinks,
      routing: options.routing ?? Routing.roundRobin
    })
  ).pipe(Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 16, ...options.system })))
