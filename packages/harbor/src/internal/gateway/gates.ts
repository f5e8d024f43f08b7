/*
 * The gateways of all threads together: each thread that has one is told what goes to every client, and passes it on to its own.
 * A frame is made once, by who sends it. Used by every thread that has a harbor.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import * as ActorSystem from "@stevedore/core/ActorSystem"
import * as Job from "@stevedore/core/Job"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { type HarborError, NoListener } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { Counts } from "../threads/counters.ts"
import { failure, ofActor } from "../threads/failures.ts"
import { Lines, type Verbs } from "../threads/line.ts"
import { type Fate, toAll } from "../threads/toAll.ts"
import { clientFrame } from "./clientFrame.ts"

const broadcast = Rpc.make("broadcast", {
  payload: { frame: Schema.Uint8Array, messageName: Schema.String }
  // Clients are waited for that do not read.
}).annotate(Job.SlowAfter, "never")

/** Served by each thread that has a gateway: data, one after the other. */
export class Clients extends Actor.Service<Clients>()("harbor/system/clients", [broadcast]) {}

/** Beside it, with a mailbox of its own: control waits for no data, and so for no client that does not read that. */
export class ClientsControl extends Actor.Service<ClientsControl>()("harbor/system/clients/control", [broadcast]) {}

/** Gives a frame to all connections of one gateway: complete when it waits for each of them, or the connection is cut. */
export type Give = (frame: Uint8Array, messageName: string, isControl: boolean) => Effect.Effect<void>

/** How a broadcast goes to the gateways. */
interface Way {
  readonly actor: typeof Clients | typeof ClientsControl
  /** `Verbs` are those of any Rpc, and this one's payload is a frame. */
  readonly client: Verbs
  readonly lines: Lines
}

export class Gates {
  private readonly system: ActorSystem.ActorSystem["Service"]
  private readonly counts: Counts
  private readonly data: Way
  private readonly control: Way
  private readonly gateways = new Set<Give>()
  /** Gateways open and close one after the other. */
  private readonly door = Semaphore.makeUnsafe(1)
  private membership: Scope.Closeable | undefined = undefined

  constructor(options: {
    readonly system: ActorSystem.ActorSystem["Service"]
    readonly lines: Lines
    readonly counts: Counts
    readonly data: Clients["Service"]
    readonly control: ClientsControl["Service"]
  }) {
    this.system = options.system
    this.counts = options.counts
    const { lines } = options
    // Where a thread's mailbox has no room for data, control waits for none in a line.
    const controlLines = new Lines(lines.bounds.nestedWaitMillis)
    controlLines.bounds.window = lines.bounds.window
    this.data = { actor: Clients, client: options.data.broadcast as unknown as Verbs, lines }
    this.control = { actor: ClientsControl, client: options.control.broadcast as unknown as Verbs, lines: controlLines }
  }

  /** A gateway of this thread, for as long as the scope is open; complete when every thread knows. */
  open(give: Give): Effect.Effect<void, HarborError, Scope.Scope> {
    return Effect.asVoid(
      Effect.acquireRelease(this.enter(give), () => this.leave(give), {
        interruptible: true
      })
    )
  }

  private enter(give: Give): Effect.Effect<void, HarborError> {
    return this.door.withPermit(
      Effect.suspend(() => {
        this.gateways.add(give)
        if (this.membership !== undefined) return Effect.void
        const scope = Scope.makeUnsafe()
        const layer = Layer.mergeAll(
          Clients.layerHere(Clients.toLayer({ broadcast: (given) => this.give(given, false) })),
          ClientsControl.layerHere(ClientsControl.toLayer({ broadcast: (given) => this.give(given, true) }))
        )
        return Layer.buildWithScope(
          Layer.provide(layer, Layer.succeed(ActorSystem.ActorSystem, this.system)),
          scope
        ).pipe(
          Effect.mapError((error: ActorError) => ofActor("", error)),
          Effect.onError((cause) => {
            this.gateways.delete(give)
            return Scope.close(scope, Exit.failCause(cause))
          }),
          Effect.map(() => void (this.membership = scope))
        )
      })
    )
  }

  private leave(give: Give): Effect.Effect<void> {
    return this.door.withPermit(
      Effect.suspend(() => {
        this.gateways.delete(give)
        const { membership } = this
        if (this.gateways.size > 0 || membership === undefined) return Effect.void
        this.membership = undefined
        return Scope.close(membership, Exit.void)
      })
    )
  }

  private give(
    { frame, messageName }: { readonly frame: Uint8Array; readonly messageName: string },
    isControl: boolean
  ): Effect.Effect<void> {
    const waiting: Array<Effect.Effect<void>> = []
    for (const give of this.gateways) {
      const each = give(frame, messageName, isControl)
      if (each !== Effect.void) waiting.push(each)
    }
    if (waiting.length === 0) return Effect.void
    return Effect.forEach(waiting, (each) => each, { concurrency: "unbounded", discard: true })
  }

  /** To every client of every gateway. */
  broadcast(message: Message.Any, payload: unknown, isControl: boolean): Effect.Effect<void, HarborError> {
    return Effect.flatMap(clientFrame(message, payload), (frame) => {
      const { actor, client, lines } = isControl ? this.control : this.data
      const there = this.system.members(actor).now.map(({ thread }) => lines.to(thread))
      return toAll(client, { frame, messageName: message.name }, there, this.fate(message.name))
    })
  }

  private fate(messageName: string): Fate {
    const { counts } = this
    return {
      reached: (threads) => {
        counts.sent += threads
      },
      nobody: () => {
        counts.noListener++
        return Effect.fail(failure(messageName, new NoListener({ gateways: true })))
      },
      refused: (error) => {
        counts.refused++
        return Effect.fail(ofActor(messageName, error))
      }
    }
  }
}
