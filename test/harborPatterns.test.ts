/*
 * E05: topics that come and go under those who have joined a pattern of them: all hear what there is in the end, whenever they came,
 * and nothing is left of a topic whose keys are forgotten.
 */
import { assert, describe, it } from "@effect/vitest"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as LastValues from "@stevedore/harbor/LastValues"
import { LastValueStore } from "@stevedore/harbor/LastValueStore"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { MemoryStore } from "../packages/harbor/test/lastValue/memoryStore.ts"
import { Tick } from "./lastValues/messages.ts"

type Values = LastValues.LastValues["Service"]

/** Above this, most values are only in the store. */
const store = Layer.sync(LastValueStore, () => {
  const rows = new MemoryStore()
  return {
    begin: Effect.succeed(1),
    write: (entries) => Effect.sync(() => rows.write(entries)),
    read: ({ after, limitBytes, topic, upTo }) =>
      Effect.delay(
        Effect.sync(() => rows.read(topic, after, upTo, limitBytes)),
        1
      ),
    publishedBy: () => Effect.succeed({ entries: [], next: undefined }),
    topics: ({ after, limit }) => Effect.sync(() => rows.topics(after, limit))
  }
})

const tiers = {
  memory: LastValues.layer(),
  store: LastValues.layerStored({ memoryBytes: 4096, flushEvery: "1 millis" }).pipe(Layer.provide(store))
}

/** Hears a pattern, and knows the latest of each key. */
const joiner = (values: Values, pattern: string) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const view = new Map<string, number>()
    const heard = ({ key, payload, topic }: LastValues.LastValue<{ readonly n: number }>) =>
      Effect.andThen(
        Effect.yieldNow,
        Effect.sync(() => void view.set(`${topic} ${key}`, payload.n))
      )
    yield* values
      .subscribe(pattern, Tick, heard, {
        forgotten: ({ key, topic }) => Effect.sync(() => void view.delete(`${topic} ${key}`))
      })
      .pipe(Scope.provide(scope))
    return { view, leave: Scope.close(scope, Exit.void) }
  })

const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))

const inOrder = (view: ReadonlyMap<string, number>): string => JSON.stringify(Array.from(view).toSorted())

const [publish, forget] = ["publish", "forget"] as const
const Step = Schema.Struct({
  does: Schema.Literals([publish, publish, publish, forget, forget, forget, forget, "join", "leave", "rest"]),
  topic: Schema.Literals([0, 1, 2]),
  key: Schema.Literals([0, 1])
})
const Steps = Schema.Array(Step).check(Schema.isMinLength(30), Schema.isMaxLength(120))

for (const [tier, live] of Object.entries(tiers)) {
  describe(`E05 patterns of last values, ${tier}`, () => {
    it.effect.prop(
      "E05-pattern-state whoever joins whenever hears what there is in the end",
      [Steps],
      ([all]) =>
        Effect.gen(function* () {
          const values = yield* LastValues.LastValues
          const truth = new Map<string, number>()
          const joiners = [yield* joiner(values, ">")]
          let n = 0
          for (const { does, key, topic } of all) {
            const [name, of] = [`room.${topic}`, `key ${key}`]
            if (does === "publish") {
              truth.set(`${name} ${of}`, ++n)
              yield* values.publish(name, Tick, { key: of, n, filler: "x".repeat(512) })
            } else if (does === "forget") {
              truth.delete(`${name} ${of}`)
              yield* values.forget(name, Tick, of)
            } else if (does === "join") joiners.push(yield* joiner(values, key === 0 ? ">" : "room.*"))
            else if (does === "leave") yield* joiners.pop()?.leave ?? Effect.void
            else yield* Effect.yieldNow
          }
          joiners.push(yield* joiner(values, "room.*"))
          for (const { view } of joiners) yield* until(Effect.sync(() => inOrder(view) === inOrder(truth)))
          for (const { leave } of joiners) yield* leave
        }).pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), TestClock.withLive),
      { arbitrary: { runs: 100 } }
    )

    it.live("E05-pattern-end nothing is left of topics whose keys are forgotten, for as long as they are joined", () =>
      Effect.gen(function* () {
        const [system, values] = [yield* ActorSystem, yield* LastValues.LastValues]
        const { leave, view } = yield* joiner(values, "room.*")
        // What follows topics here is a job of main's, each.
        const jobs = Effect.map(system.info, ({ jobsInFlight }) => jobsInFlight)
        yield* values.publish("room.0", Tick, { key: "a", n: 0, filler: "" })
        yield* until(Effect.sync(() => view.size === 1))
        const one = yield* jobs
        for (let n = 1; n < 50; n++) yield* values.publish(`room.${n}`, Tick, { key: "a", n, filler: "" })
        yield* until(Effect.sync(() => view.size === 50))
        assert.strictEqual(yield* jobs, one + 49)
        for (let n = 1; n < 50; n++) yield* values.forget(`room.${n}`, Tick, "a")
        yield* until(Effect.sync(() => view.size === 1))
        yield* until(Effect.map(jobs, (now) => now === one))
        assert.strictEqual(inOrder(view), inOrder(new Map([["room.0 a", 0]])))
        yield* leave
      }).pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()))
    )

    it.live(
      "E05-pattern-empty the topic without a name is one of those that a pattern means, wherever its value is",
      () =>
        Effect.gen(function* () {
          const values = yield* LastValues.LastValues
          const names = ["", ...Array.from({ length: 30 }, (_, n) => `room.${n}`)]
          for (const [n, name] of names.entries()) {
            yield* values.publish(name, Tick, { key: "a", n, filler: "x".repeat(512) })
            yield* values.flush
          }
          const { leave, view } = yield* joiner(values, ">")
          yield* until(Effect.sync(() => view.size >= names.length))
          assert.strictEqual(inOrder(view), inOrder(new Map(names.map((name, n) => [`${name} a`, n]))))
          yield* leave
        }).pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()))
    )

    it.live(
      "E05-pattern-closes a handler may close its own subscription, at whichever value, alone or beside others",
      () =>
        Effect.gen(function* () {
          const [system, values] = [yield* ActorSystem, yield* LastValues.LastValues]
          for (const n of [0, 1, 2]) yield* values.publish(`room.${n}`, Tick, { key: "a", n, filler: "" })
          const jobs = Effect.map(system.info, ({ jobsInFlight }) => jobsInFlight)
          const before = yield* jobs
          for (const pattern of ["room.*", "room.1"]) {
            for (const isBeside of [false, true]) {
              const beside = isBeside ? yield* joiner(values, pattern) : undefined
              if (beside !== undefined)
                yield* until(Effect.sync(() => beside.view.size === (pattern === "room.1" ? 1 : 3)))
              for (const last of pattern === "room.1" ? [1] : [1, 2, 3]) {
                const [scope, closed] = [yield* Scope.make(), yield* Deferred.make<void>()]
                let heard = 0
                const handler = () =>
                  ++heard === last
                    ? Effect.andThen(Scope.close(scope, Exit.void), Deferred.succeed(closed, undefined))
                    : Effect.void
                yield* values.subscribe(pattern, Tick, () => Effect.asVoid(handler())).pipe(Scope.provide(scope))
                yield* Deferred.await(closed)
                assert.strictEqual(heard, last)
              }
              yield* beside?.leave ?? Effect.void
            }
          }
          yield* until(Effect.map(jobs, (now) => now === before))
        }).pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()))
    )
  })
}
