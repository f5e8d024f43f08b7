/**
 * A lane at rest keeps the segment it came to rest in, however large segments are: with each of many threads talking to
 * each, all of them have to find one.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../../src/Actor.ts"
import type { ActorSystem } from "../../src/ActorSystem.ts"
import { entryOf } from "./board.ts"
import { client, make } from "./simulated.ts"

/** Main and twelve more. */
const THREADS = 13
/** More than a lane's own first segment holds, in both directions. */
const text = "x".repeat(3000)

class Node extends Actor.Service<Node>()("large/Node", [
  Rpc.make("echo", { payload: { text: Schema.String }, success: Schema.String }),
  /** Echoes from every thread, itself and main included. */
  Rpc.make("talk", { success: Schema.Number })
]) {}

type Ask = (payload: { readonly text: string }) => Effect.Effect<string, unknown>

const nodes = Array.from({ length: THREADS }, (_, index) => {
  const tag = class extends Node.as<Node>()(`large/${index}`) {}
  // Tags made in a loop have no names of their own in the types; in a list they are all one kind of node.
  return tag as unknown as typeof Node
})

/** Every node's `echo`, as the thread that builds it reaches it. */
const everybody = Effect.forEach(nodes, (node) =>
  Effect.map(Layer.build(node.layerRef), (context): Ask => Context.get(context, node).echo as Ask)
)

const handlers = Node.toLayer(
  Effect.map(everybody, (asks) => ({
    echo: ({ text }) => Effect.succeed(text),
    talk: () =>
      Effect.forEach(asks, (ask) => Effect.orDie(ask({ text })), { concurrency: "unbounded" }).pipe(
        Effect.map((echoes) => echoes.filter((echo) => echo === text).length)
      )
  })),
  { concurrency: "unbounded" }
) as Layer.Layer<Actor.Handlers<Node>, never, ActorSystem>

describe("segments of 1 MiB", () => {
  it.live("H07-segments thirteen threads, each of which talks to all, come to rest and talk on", () =>
    Effect.gen(function* () {
      const entries = Object.fromEntries(nodes.slice(1).map((_, index) => [`${index + 1}`, handlers]))
      const simulation = yield* make(entries, { maxThreads: THREADS, jobCapacity: 64, segmentBytes: 1024 * 1024 })
      const [main, ...others] = nodes
      const clients = [
        yield* client(simulation, main!, main!.layerMain(handlers)),
        ...(yield* Effect.forEach(others, (node, index) =>
          client(simulation, node, node.layerThread({ name: `${index + 1}`, entry: entryOf(`${index + 1}`) as never }))
        ))
      ]
      for (let round = 0; round < 3; round++) {
        const heard = yield* Effect.forEach(clients, (node) => node.talk(), { concurrency: "unbounded" })
        assert.deepEqual(heard, new Array(THREADS).fill(THREADS))
      }
    }).pipe(Effect.scoped)
  )
})
