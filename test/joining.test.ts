/*
 * Threads that serve an actor beside each other (`layerHere`): they join and leave, and die, while others send.
 */
import * as Actor from "@stevedore/core/Actor"
import { type ActorError, InvalidOption } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Worker } from "node:worker_threads"
import { forked, numbers, on, platformsOf } from "./platforms.ts"
import { Ear, eager, Host, Listener, listener, quiet } from "./joining/listeners.ts"

const platforms = platformsOf(
  {
    quiet: Actor.entry<typeof import("./joining/quiet.thread.ts")>(
      new URL("./joining/quiet.thread.ts", import.meta.url)
    ),
    eager: Actor.entry<typeof import("./joining/eager.thread.ts")>(
      new URL("./joining/eager.thread.ts", import.meta.url)
    )
  },
  { quiet: Testing.entry(quiet), eager: Testing.entry(eager) }
)
type Platform = (typeof platforms)[number]

const silent = Logger.layer([])
const here = Listener.layerHere(listener).pipe(Layer.provide(Ear.layer))

/** Threads a and b (and so on), each with a host of its own name. */
const hosts = (entry: Actor.Entry<Actor.Handlers<Host>>, size: number) =>
  Host.layerPool({ entry, size, name: "t", restart: "never" })

const run = <A, E, R>(
  program: Effect.Effect<A, E, R>,
  live: Layer.Layer<Exclude<R, Scope.Scope | ActorSystem>, ActorError, ActorSystem>,
  { system }: Platform
) => program.pipe(Effect.provide(live), Effect.provide(system), Effect.provide(silent), Effect.scoped)

const membersNow = Effect.map(ActorSystem, ({ members }) => members(Listener).now.map(({ thread }) => thread))
const joinMain = Effect.flatMap(Effect.context<ActorSystem>(), (context) =>
  Layer.build(here).pipe(Effect.provide(context))
)

for (const platform of platforms) {
  describe(`C04 threads that serve an actor beside each other, on ${platform.name}`, () => {
    it.live("C04-here in turn, by name, and all together", () =>
      run(
        Effect.gen(function* () {
          const listeners = yield* Listener
          yield* joinMain
          assert.sameMembers(yield* membersNow, ["main", "t-0", "t-1"])
          const heard = yield* Effect.forEach(numbers(30), (n) => listeners.hear({ n }))
          for (const at of numbers(27)) assert.strictEqual(heard[at], heard[at + 3], "exactly in turn")
          assert.strictEqual(new Set(heard).size, 3)
          assert.strictEqual(yield* listeners.hear({ n: 0 }, on("t-1")), "t-1")
          const all = yield* listeners.hear.broadcast({ n: 1 })
          assert.sameMembers(
            all.map(({ exit, thread }) => (Exit.isSuccess(exit) ? `${thread} ${exit.value}` : "failed")),
            ["main main", "t-0 t-0", "t-1 t-1"]
          )
        }),
        Layer.mergeAll(hosts(platform.eager, 2), Listener.layerRef),
        platform
      )
    )

    it.live("C04-complete when a join or a leave is done, every thread knows", () =>
      run(
        Effect.gen(function* () {
          const host = yield* Host
          const changes = (yield* ActorSystem).members(Listener).changes
          const told = yield* forked(Stream.runCollect(Stream.takeUntil(changes, (now) => now.length === 2)))
          for (const round of numbers(20)) {
            const [one, other] = round % 2 === 0 ? ["t-0", "t-1"] : ["t-1", "t-0"]
            yield* host.join({}, on(one!))
            assert.deepStrictEqual(yield* host.members(undefined, on(other!)), [one])
            assert.deepStrictEqual(yield* host.callAll({ n: round }, on(other!)), [one])
            assert.deepStrictEqual(yield* membersNow, [one])
            yield* host.join({}, on(other!))
            for (const each of ["t-0", "t-1"]) {
              assert.deepStrictEqual(yield* host.callAll({ n: round }, on(each)), [one, other])
            }
            yield* host.leave(undefined, on(one!))
            for (const each of ["t-0", "t-1"]) {
              assert.deepStrictEqual(yield* host.members(undefined, on(each)), [other])
            }
            yield* host.leave(undefined, on(other!))
            assert.deepStrictEqual(yield* membersNow, [])
          }
          const [first, ...rest] = yield* Fiber.join(told)
          assert.deepStrictEqual(first, [])
          assert.deepStrictEqual(
            rest.at(-1)?.map(({ thread }) => thread),
            ["t-0", "t-1"]
          )
        }),
        hosts(platform.quiet, 2),
        platform
      )
    )

    it.live("C04-leave what was sent is finished, and nothing that is sent meanwhile is lost", () =>
      run(
        Effect.gen(function* () {
          const [host, listeners] = [yield* Host, yield* Listener]
          yield* host.join({}, on("t-0"))
          yield* host.join({}, on("t-1"))
          // Behind one that holds up the thread, so that all of them wait there when it leaves.
          const held = yield* forked(listeners.hold({ n: -1 }, on("t-0")))
          const before = yield* Effect.forEach(numbers(50), (n) => forked(listeners.hear({ n }, on("t-0"))))
          const leaving = yield* forked(host.leave(undefined, on("t-0")))
          const during = yield* Effect.forEach(numbers(200), (n) => forked(listeners.hear({ n: 1000 + n })))
          yield* host.release(undefined, on("t-0"))
          assert.strictEqual(yield* Fiber.join(held), "t-0")
          for (const fiber of before) assert.strictEqual(yield* Fiber.join(fiber), "t-0")
          for (const fiber of during) assert.match(yield* Fiber.join(fiber), /^t-[01]$/)
          yield* Fiber.join(leaving)
          assert.deepStrictEqual(yield* Effect.forEach(numbers(4), (n) => listeners.hear({ n })), Array(4).fill("t-1"))
          const heard = yield* host.heard(undefined, on("t-0"))
          assert.deepStrictEqual(
            heard.filter((n) => n < 1000),
            [-1, ...numbers(50)],
            "in order"
          )
          const error = yield* Effect.flip(listeners.hear({ n: 0 }, on("t-0")))
          assert.strictEqual((error as ActorError).reason._tag, "InvalidOption")
        }),
        Layer.merge(hosts(platform.quiet, 2), Listener.layerRef),
        platform
      )
    )

    it.live("C04-room what waits for room at a thread that leaves goes to the others", () =>
      run(
        Effect.gen(function* () {
          const [host, listeners, { gate, heard }] = [yield* Host, yield* Listener, yield* Ear]
          const scope = yield* Scope.make()
          const context = yield* Effect.context<ActorSystem | Ear>()
          yield* Layer.buildWithScope(Listener.layerHere(listener, { window: 2 }), scope).pipe(Effect.provide(context))
          yield* host.join({ window: 2 }, on("t-0"))
          // One runs on main, two wait in its mailbox, and the others for room.
          const bound = yield* forked(Effect.exit(listeners.hold({ n: 0 }, on("main"))))
          const sent = yield* Effect.forEach(numbers(20), (n) => forked(listeners.hold({ n })))
          const late = yield* forked(Effect.exit(listeners.hold({ n: 21 }, on("main"))))
          const leaving = yield* forked(Scope.close(scope, Exit.void))
          yield* Stream.runDrain(
            Stream.takeUntil((yield* ActorSystem).members(Listener).changes, (now) => now.length === 1)
          )
          yield* gate.open
          yield* host.release(undefined, on("t-0"))
          yield* Fiber.join(leaving)
          const threads = yield* Effect.forEach(sent, Fiber.join)
          assert.isTrue(Exit.isSuccess(yield* Fiber.join(bound)))
          assert.match(String(yield* Fiber.join(late)), /Stopped|stopped/, "what is for that thread goes to no other")
          assert.strictEqual(heard.length, threads.filter((thread) => thread === "main").length + 1)
          assert.isAbove(threads.filter((thread) => thread === "t-0").length, 10)
        }),
        Layer.mergeAll(hosts(platform.quiet, 1), Listener.layerRef, Ear.layer),
        platform
      )
    )

    it.live("C04-death unstarted jobs go to the others, but not those that were sent to the thread by its name", () =>
      run(
        Effect.gen(function* () {
          const [host, listeners, system] = [yield* Host, yield* Listener, yield* ActorSystem]
          const held = yield* forked(Effect.exit(listeners.hold({ n: -1 }, on("t-0"))))
          const addressed = yield* Effect.forEach(numbers(20), (n) =>
            forked(Effect.exit(listeners.hear({ n }, on("t-0"))))
          )
          const free = yield* Effect.forEach(numbers(40), (n) => forked(listeners.hear({ n: 100 + n })))
          // All of those are in its mailbox before it dies.
          yield* host.heard(undefined, on("t-0"))
          yield* system.kill("t-0")
          assert.isTrue(Exit.isFailure(yield* Fiber.join(held)))
          for (const fiber of addressed) {
            const exit = yield* Fiber.join(fiber)
            assert.match(String(Exit.isFailure(exit) ? exit.cause : exit), /the thread ended/)
          }
          for (const fiber of free) assert.strictEqual(yield* Fiber.join(fiber), "t-1")
          const heard = yield* host.heard(undefined, on("t-1"))
          assert.sameMembers(
            [...heard],
            numbers(40).map((n) => 100 + n)
          )
          yield* Stream.runDrain(Stream.takeUntil(system.members(Listener).changes, (now) => now.length === 1))
        }),
        Layer.merge(hosts(platform.eager, 2), Listener.layerRef),
        platform
      )
    )

    it.live("C04-movable what was sent by name and may go elsewhere does so when that thread dies", () =>
      run(
        Effect.gen(function* () {
          const [host, listeners, system] = [yield* Host, yield* Listener, yield* ActorSystem]
          const held = yield* forked(Effect.exit(listeners.hold({ n: -1 }, on("t-0"))))
          const movable = { thread: "t-0", movable: true }
          const sent = yield* Effect.forEach(numbers(20), (n) => forked(listeners.hear({ n }, movable)))
          yield* listeners.hear.tell({ n: 20 }, movable)
          assert.strictEqual(listeners.hear.tellUnsafe({ n: 21 }, movable), "accepted")
          yield* host.heard(undefined, on("t-0"))
          let looks = 0
          const unwatch = system.members(Listener).watch(() => void looks++)
          yield* system.kill("t-0")
          for (const fiber of sent) assert.strictEqual(yield* Fiber.join(fiber), "t-1")
          assert.isTrue(Exit.isFailure(yield* Fiber.join(held)))
          yield* Stream.runDrain(Stream.takeUntil(system.members(Listener).changes, (now) => now.length === 1))
          unwatch()
          assert.strictEqual(looks, 1)
          assert.deepStrictEqual(yield* host.heard(undefined, on("t-1")), numbers(22))
        }),
        Layer.merge(hosts(platform.eager, 2), Listener.layerRef),
        platform
      )
    )

    it.live("C04-full a send that says so does not wait for room", () =>
      run(
        Effect.gen(function* () {
          const [listeners, { gate }] = [yield* Listener, yield* Ear]
          const context = yield* Effect.context<ActorSystem | Ear | Scope.Scope>()
          yield* Layer.build(Listener.layerHere(listener, { window: 2 })).pipe(Effect.provide(context))
          const sent = yield* Effect.forEach(numbers(3), (n) => forked(listeners.hold({ n })))
          const errors = [
            yield* Effect.flip(listeners.hear({ n: 3 }, { whenFull: "fail" })),
            yield* Effect.flip(listeners.hear.tell({ n: 4 }, { whenFull: "fail" })),
            yield* Effect.flip(Effect.asVoid(listeners.hear.submit({ n: 5 }, { whenFull: "fail" })))
          ]
          for (const error of errors) assert.strictEqual((error as ActorError).reason._tag, "MailboxFull")
          const odd = yield* Effect.flip(listeners.hear({ n: 6 }, { whenFull: "dropOldest" as "fail" }))
          assert.strictEqual((odd as ActorError).reason._tag, "InvalidOption")
          yield* gate.open
          for (const fiber of sent) assert.strictEqual(yield* Fiber.join(fiber), "main")
        }),
        Layer.mergeAll(Listener.layerRef, Ear.layer),
        platform
      )
    )

    it.live("C04-restart a thread that is started again joins again", () =>
      run(
        Effect.gen(function* () {
          const [listeners, system] = [yield* Listener, yield* ActorSystem]
          const { changes, now } = system.members(Listener)
          const { id } = now[0]!
          yield* system.kill("t-0")
          yield* Stream.runDrain(
            Stream.takeUntil(changes, (members) => members.some((member) => member.id !== id && members.length === 1))
          )
          assert.strictEqual(yield* listeners.hear({ n: 1 }), "t-0")
        }),
        Layer.merge(Host.layerPool({ entry: platform.eager, size: 1, name: "t" }), Listener.layerRef),
        platform
      )
    )

    it.live("C04-stop a thread that stops lets the others take its part: nobody fails", () =>
      run(
        Effect.gen(function* () {
          const listeners = yield* Listener
          yield* joinMain
          const scope = yield* Scope.make()
          const context = yield* Effect.context<ActorSystem>()
          yield* Layer.buildWithScope(hosts(platform.eager, 2), scope).pipe(Effect.provide(context))
          let going = true
          let sent = 0
          const sending = yield* forked(
            Effect.whileLoop({
              while: () => going,
              body: () => Effect.forEach(numbers(20), () => listeners.hear({ n: ++sent }), { concurrency: 20 }),
              step: () => {}
            })
          )
          yield* Stream.runDrain(
            Stream.takeUntil((yield* ActorSystem).members(Listener).changes, (now) => now.length === 3)
          )
          yield* Scope.close(scope, Exit.void)
          going = false
          yield* Fiber.join(sending)
          assert.deepStrictEqual(yield* membersNow, ["main"])
        }),
        Listener.layerRef,
        platform
      )
    )

    it.live("C04-conflicts another layer of the actor, the same thread twice, other options, another version", () => {
      class Other extends Actor.Service<Other>()(Listener.key, [Rpc.make("hear", { payload: { m: Schema.Int } })]) {}
      return run(
        Effect.gen(function* () {
          const context = yield* Effect.context<ActorSystem | Scope.Scope>()
          const build = <S, E>(layer: Layer.Layer<S, E, ActorSystem>) => Effect.provide(Layer.build(layer), context)
          const reasonOf = <S>(layer: Layer.Layer<S, ActorError, ActorSystem>) =>
            Effect.map(Effect.flip(build(layer)), ({ reason }) => reason)
          const alone = Listener.layerMain(listener).pipe(Layer.provide(Ear.layer))
          assert.include((yield* reasonOf(alone)).message, "serves already")
          yield* build(Layer.fresh(here))
          assert.include((yield* reasonOf(Layer.fresh(here))).message, 'twice on thread "main"')
          const [host] = [yield* Host]
          const joined = yield* Effect.flip(host.join({}, on("t-0")))
          assert.instanceOf((joined as ActorError).reason, InvalidOption)
          assert.include((joined as ActorError).message, 'twice on thread "t-0"')
          const other = Other.layerHere(Other.toLayer({ hear: () => Effect.void }))
          assert.include((yield* reasonOf(other)).message, "another version")
        }),
        hosts(platform.eager, 1),
        platform
      )
    })

    it.live("C04-alone what a layer serves alone is joined by nobody", () =>
      run(
        Effect.gen(function* () {
          const host = yield* Host
          const error = yield* Effect.flip(host.join({}, on("t-0")))
          assert.include((error as ActorError).message, "another layer of this actor system serves already")
        }),
        Layer.merge(hosts(platform.quiet, 1), Listener.layerMain(listener).pipe(Layer.provide(Ear.layer))),
        platform
      )
    )

    it.live("C04-races many join and leave at the same time", () =>
      run(
        Effect.gen(function* () {
          const [host, listeners] = [yield* Host, yield* Listener]
          yield* joinMain
          const threads = numbers(3).map((index) => `t-${index}`)
          for (const round of numbers(10)) {
            yield* Effect.forEach(threads, (thread) => host.join({}, on(thread)), { concurrency: 3 })
            assert.sameMembers(yield* membersNow, ["main", ...threads])
            const asked = yield* Effect.forEach(numbers(40), (n) => forked(listeners.hear({ n: round + n })))
            yield* Effect.forEach(threads, (thread) => host.leave(undefined, on(thread)), { concurrency: 3 })
            for (const fiber of asked) yield* Fiber.join(fiber)
            assert.deepStrictEqual(yield* membersNow, ["main"])
          }
        }),
        Layer.merge(hosts(platform.quiet, 3), Listener.layerRef),
        platform
      )
    )

    it.live("C04-shared memory by its name is one on all threads", () =>
      run(
        Effect.gen(function* () {
          const [host, system] = [yield* Host, yield* ActorSystem]
          const add = (thread: string) => host.add({ name: "counts", bytes: 64 }, on(thread))
          const counts = yield* Effect.forEach(["t-0", "t-1", "t-0", "t-1"], add, { concurrency: 4 })
          assert.sameMembers([...counts], [0, 1, 2, 3])
          const buffer = yield* system.shared("counts", 64)
          assert.strictEqual(new Int32Array(buffer)[0], 4)
          assert.strictEqual(yield* system.shared("counts", 64), buffer)
          assert.notStrictEqual(yield* system.shared("others", 64), buffer)
          for (const error of [
            yield* Effect.flip(system.shared("counts", 65)),
            yield* Effect.flip(host.add({ name: "counts", bytes: 8 }, on("t-1"))),
            yield* Effect.flip(host.add({ name: "", bytes: 8 }, on("t-1"))),
            yield* Effect.flip(system.shared("none", 0))
          ]) {
            assert.strictEqual((error as ActorError).reason._tag, "InvalidOption")
          }
        }),
        hosts(platform.quiet, 2),
        platform
      )
    )
  })
}

describe("C04 a thread that somebody else has started", () => {
  const [real] = platforms
  const guest = Effect.acquireRelease(
    Effect.sync(() => new Worker(new URL("./joining/guest.ts", import.meta.url))),
    (worker) => Effect.promise(() => worker.terminate())
  )
  const said = (worker: Worker) =>
    Effect.callback<unknown>((resume) => void worker.once("message", (what) => resume(Effect.succeed(what))))

  it.live("C04-guest joins, and leaves or dies", () =>
    run(
      Effect.gen(function* () {
        const [listeners, system] = [yield* Listener, yield* ActorSystem]
        yield* joinMain
        for (const end of ["leave", "die"]) {
          const worker = yield* guest
          const { handle, transfer } = yield* system.invite(`guest that will ${end}`)
          const joined = yield* forked(said(worker))
          worker.postMessage(handle, transfer as Array<never>)
          assert.deepStrictEqual(yield* Fiber.join(joined), ["main", `guest that will ${end}`])
          const heard = yield* Effect.forEach(numbers(4), (n) => listeners.hear({ n }))
          assert.strictEqual(heard.filter((thread) => thread === "main").length, 2)
          const gone = yield* forked(end === "leave" ? said(worker) : Effect.void)
          if (end === "leave") worker.postMessage("leave")
          else yield* Effect.promise(() => worker.terminate())
          yield* Fiber.join(gone)
          yield* Stream.runDrain(Stream.takeUntil(system.members(Listener).changes, (now) => now.length === 1))
          assert.strictEqual(yield* listeners.hear({ n: 0 }), "main")
        }
      }),
      Listener.layerRef,
      real!
    )
  )
})

describe("C04 deaths everywhere", () => {
  it.live("C04-killed whenever a thread dies, joins of others complete and every ask ends once", () =>
    Effect.gen(function* () {
      const tried = yield* Testing.everywhere(
        (operation) => Testing.killAt("t-0", operation),
        (fault) =>
          Effect.gen(function* () {
            const [host, listeners] = [yield* Host, yield* Listener]
            yield* joinMain
            const joining = yield* forked(Effect.exit(host.join({}, on("t-0"))))
            yield* host.join({}, on("t-1"))
            assert.include(yield* host.members(undefined, on("t-1")), "t-1")
            const asked = yield* Effect.forEach(numbers(12), (n) => forked(Effect.exit(listeners.hear({ n }))))
            yield* Fiber.join(joining)
            const leaving = yield* forked(Effect.exit(host.leave(undefined, on("t-0"))))
            const more = yield* Effect.forEach(numbers(12), (n) => forked(Effect.exit(listeners.hear({ n: 100 + n }))))
            yield* host.leave(undefined, on("t-1"))
            yield* Fiber.join(leaving)
            for (const fiber of [...asked, ...more]) {
              const exit = yield* Fiber.join(fiber)
              // It had started on the one that died.
              if (Exit.isFailure(exit)) assert.match(String(exit.cause), /the thread ended/)
            }
            const { members } = yield* ActorSystem
            yield* Stream.runDrain(Stream.takeUntil(members(Listener).changes, (now) => now.length === 1))
            assert.deepStrictEqual(
              yield* Effect.forEach(numbers(3), (n) => listeners.hear({ n })),
              Array(3).fill("main")
            )
          }).pipe(
            Effect.provide(Layer.merge(hosts(Testing.entry(quiet), 2), Listener.layerRef)),
            Effect.provide(Testing.layer({ faults: [fault], time: "auto", maxThreads: 4 })),
            Effect.provide(silent),
            Effect.scoped,
            Effect.exit,
            Effect.flatMap((exit) =>
              // Before its layer is there it is the start that fails.
              Exit.isSuccess(exit) || /StartFailed|while starting/.test(String(exit.cause)) ? Effect.void : exit
            )
          ),
        { every: 7 }
      )
      assert.isAbove(tried, 10)
    })
  )
})
