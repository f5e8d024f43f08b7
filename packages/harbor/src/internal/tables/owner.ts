/*
 * The tables as main owns them: it takes changes in the order in which they come, gives them a version, and tells all threads. While
 * they are being told the next changes gather, and are told together.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import type { ActorError } from "@stevedore/core/ActorError"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { Node } from "../threads/node.ts"
import { type Change, MAIN, type Step, Tables } from "./protocol.ts"
import { TwoWay } from "./twoWay.ts"

/** Changes that are told together, and whether anybody waits for that. */
interface Batch {
  readonly steps: Array<Step>
  readonly told: Deferred.Deferred<void>
  isAwaited: boolean
}

const newBatch = (): Batch => ({ steps: [], told: Deferred.makeUnsafe(), isAwaited: false })

/** All owners are main's, which is one thread for as long as a system lives. */
let epochs = 0

export class Owner {
  private readonly epoch = ++epochs
  private readonly tables = { groups: new TwoWay(), topics: new TwoWay() }
  private version = 0
  private batch = newBatch()
  private telling = false
  private readonly tell: (change: Change) => Effect.Effect<void>
  private readonly fork: (effect: Effect.Effect<void>) => void

  constructor(tell: (change: Change) => Effect.Effect<void>, fork: (effect: Effect.Effect<void>) => void) {
    this.tell = tell
    this.fork = fork
  }

  /** Completes when all threads know; also where nothing changes, since what did before may be under way. */
  change(steps: ReadonlyArray<Step>): Effect.Effect<void> {
    return Effect.suspend(() => {
      const { batch } = this
      for (const step of steps) {
        const table = this.tables[step.table]
        const changed = step.add ? table.add(step.key, step.member) : table.remove(step.key, step.member)
        if (changed) batch.steps.push(step)
      }
      batch.isAwaited = true
      if (!this.telling) {
        this.telling = true
        this.fork(this.tellAll)
      }
      return Deferred.await(batch.told)
    })
  }

  private readonly tellAll: Effect.Effect<void> = Effect.gen({ self: this }, function* () {
    while (this.batch.isAwaited) {
      const { steps, told } = this.batch
      this.batch = newBatch()
      const { epoch } = this
      // Copies that are of another epoch begin anew by its first change, also where there is nothing in it.
      if (steps.length > 0 || this.version === 0) yield* this.tell({ epoch, version: ++this.version, steps })
      Deferred.doneUnsafe(told, Exit.void)
    }
    this.telling = false
  })

  clear(table: Step["table"], key: string): Effect.Effect<void> {
    return Effect.suspend(() =>
      this.change(this.tables[table].membersOf(key).map((member) => ({ table, add: false, key, member })))
    )
  }

  /** Threads have gone: so have their subscriptions. */
  forget(isThere: (thread: number) => boolean): Effect.Effect<void> {
    return Effect.suspend(() => {
      const { topics } = this.tables
      const gone = topics.members.filter((member) => !isThere(Number.parseInt(member, 10)))
      const steps = gone.flatMap((member) =>
        topics.keysOf(member).map((key): Step => ({ table: "topics", add: false, key, member }))
      )
      return steps.length === 0 ? Effect.void : this.change(steps)
    })
  }

  /** With what is about to be told: to come into a row twice, or to leave it twice, changes nothing. */
  get whole(): Change {
    const steps = (["groups", "topics"] as const).flatMap((table) =>
      this.tables[table].keys.flatMap((key) =>
        this.tables[table].membersOf(key).map((member): Step => ({ table, add: true, key, member }))
      )
    )
    return { epoch: this.epoch, version: this.version, steps }
  }
}

/** Served on main for as long as the layer is open. */
export const ownerLayer: Layer.Layer<Tables, ActorError, ActorSystem | Node> = Layer.unwrap(
  Effect.gen(function* () {
    const [nodes, { members }] = [yield* Node, yield* ActorSystem]
    const fork = Effect.runForkWith(yield* Effect.context<never>())
    const owner = new Owner(
      // Whoever is gone by now, or ends meanwhile, knows nothing and sends nothing.
      (change) => Effect.ignore(nodes.apply.broadcast(change)),
      (effect) => void fork(effect)
    )
    const there = members(Node)
    // Before the tables are served, so it is closed behind them: who asked for them while they were gathered is answered.
    const gathering = yield* Scope.fork(yield* Effect.scope)
    const gathered = Deferred.makeUnsafe<void>()
    /** Threads whose harbors lived on without main's tell what they hold, before anything else is changed or asked. */
    const gather = Effect.gen(function* () {
      const held = yield* Effect.forEach(
        there.now.filter(({ id }) => id !== MAIN),
        // Who is gone by now holds nothing.
        ({ thread }) => Effect.orElseSucceed(nodes.held({}, { thread }), () => []),
        { concurrency: "unbounded" }
      )
      if (held.length > 0) yield* owner.change(held.flat())
      Deferred.doneUnsafe(gathered, Exit.void)
      // Who has died since, was seen before there was anything to forget.
      look()
    })
    const whenGathered = <A>(then: Effect.Effect<A>): Effect.Effect<A> => Effect.andThen(Deferred.await(gathered), then)
    const look = (): void => {
      const threads = new Set(there.now.map(({ id }) => id))
      fork(owner.forget((thread) => threads.has(thread)))
    }
    const watching = Layer.effectDiscard(
      Effect.andThen(
        Effect.acquireRelease(
          Effect.sync(() => there.watch(look)),
          (unwatch) => Effect.sync(unwatch)
        ),
        Effect.forkIn(gather, gathering)
      )
    )
    const handlers = Tables.toLayer(
      {
        change: ({ steps }) => whenGathered(owner.change(steps)),
        clear: ({ key, table }) => whenGathered(owner.clear(table, key)),
        whole: () => whenGathered(Effect.sync(() => owner.whole))
      },
      { concurrency: "unbounded" }
    )
    return Layer.provideMerge(watching, Tables.layerMain(handlers))
  })
)
