/*
 * A program may have thousands of actors: one that comes or goes is news about that one, to everybody.
 */
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Actor from "../src/Actor.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import { Binding } from "../src/internal/sending/binding.ts"
import type { ActorEntry } from "../src/internal/system/directory.ts"
import { Names } from "../src/internal/system/names.ts"

const entry = (name: string, thread = 1): ActorEntry => ({
  name,
  served: name,
  strategy: "roundRobin",
  window: 1,
  whenFull: "suspend",
  restarts: false,
  members: [{ thread, incarnation: thread, instance: 1, threadName: `thread-${thread}`, serial: true, state: "up" }]
})

it("news are about what has changed, once; who knows nothing is told all", () => {
  const names = new Names()
  for (let index = 0; index < 1000; index++) names.add(entry(`app/${index}`))
  assert.equal(names.next(0, []).actors.length, 1000)
  names.add(entry("app/last", 2))
  names.remove("app/0")
  const { actors, removed, version, whole } = names.next(0, [])
  assert.deepEqual([actors, removed, version, whole], [[entry("app/last", 2)], ["app/0"], 2, false])
  const nothing = names.next(0, [])
  assert.deepEqual([nothing.actors, nothing.removed], [[], []])
  names.removeMember(2)
  const [dead] = names.next(1, []).actors
  assert.equal(dead?.members[0]?.state, "dead")
  const { actors: all, epoch, version: latest, whole: isAll } = names.all
  assert.deepEqual([all.length, epoch, latest, isAll], [1000, 1, 4, true])
  assert.isFalse(all.some(({ name }) => name === "app/0"))
})

class Echo extends Actor.Service<Echo>()("t/Echo", [
  Rpc.make("echo", { payload: Schema.Number, success: Schema.Number })
]) {}

it.effect("the work for a thousand actors is a thousand times the work for one", () =>
  Effect.gen(function* () {
    const count = 1000
    const { update } = Binding.prototype
    let updates = 0
    Binding.prototype.update = function (entry) {
      updates++
      update.call(this, entry)
    }
    const system = yield* ActorSystem.make({ spawner: undefined, maxThreads: 1, arenaBytes: 1024 * 1024 })
    const scope = yield* Scope.make()
    const handlers = Echo.toLayer({ echo: Effect.succeed })
    let sum = 0
    for (let index = 0; index < count; index++) {
      class Another extends Echo.as<Another>()(`t/Echo${index}`) {}
      const layer = Another.layerMain(handlers).pipe(Layer.provide(Layer.succeed(ActorSystem.ActorSystem, system)))
      const context = yield* Layer.buildWithScope(layer, scope)
      if (index % 100 === 0)
        sum += yield* Effect.flatMap(Another, (echo) => echo.echo(index)).pipe(Effect.provide(context))
    }
    yield* Scope.close(scope, Exit.void)
    Binding.prototype.update = update
    assert.equal(sum, 4500)
    // One when it comes, one for who asks for it, one when it goes.
    assert.isAtMost(updates, 3 * count)
  })
)
