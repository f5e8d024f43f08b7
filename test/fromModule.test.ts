/*
 * Plain functions on this thread, another one and a pool: how their calls begin and end.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Routing from "@stevedore/core/Routing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it, layer } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { Buffer } from "node:buffer"
import { threadId } from "node:worker_threads"
import { hosts, Subject, url } from "./fromModule/hosts.ts"
import { HttpError } from "./fromModule/rows.ts"

const reasonOf = <A, R>(effect: Effect.Effect<A, ActorError, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason)

/** What it threw. */
const thrown = <A, R>(effect: Effect.Effect<A, ActorError, R>) =>
  Effect.map(reasonOf(effect), (reason) => {
    assert.strictEqual(reason._tag, "Threw")
    return (reason as { readonly cause: any }).cause
  })

const startedThenCancelled = (job: Actor.Submitted<unknown, ActorError>) =>
  Effect.gen(function* () {
    while (!(yield* job.started)) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
    assert.isFalse(yield* job.cancel, "it runs: it is told to end")
    yield* Effect.exit(job.await)
  })

for (const [host, jobs] of Object.entries(hosts)) {
  layer(jobs)(`plain functions, ${host}`, (it) => {
    it.effect("A21 functions, async functions, defaults, rest parameters and the default export", () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        assert.strictEqual(yield* subject.add(1, 2), 3)
        assert.strictEqual(yield* subject.slow(4), "4")
        assert.strictEqual(yield* subject.withDefault(1), 11)
        assert.strictEqual(yield* subject.withDefault(1, 1), 2)
        assert.strictEqual(yield* subject.total(), 0)
        assert.strictEqual(yield* subject.total(1, 2, 3), 6)
        assert.strictEqual(yield* subject.counted(undefined, undefined), 2)
        assert.strictEqual((yield* subject.default()) === threadId, host === "local")
      })
    )

    it.effect("A21 what is no function is not there", () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        const names = Object.keys(subject)
        assert.includeMembers(names, ["add", "default", "slow"])
        for (const name of ["version", "Thing", "HttpError", "then", "toString"]) assert.notInclude(names, name)
        assert.strictEqual(Object.getPrototypeOf(subject), null)
      })
    )

    it.effect("A21 a throw and a rejection are the same: class, message, fields, and the stack of their thread", () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        const error = yield* Effect.flip(subject.fail(404))
        assert.strictEqual(error.started, true)
        assert.strictEqual(error.job, "fail")
        assert.include(error.message, "it threw Error: refused")
        const http = yield* thrown(subject.fail(404))
        assert.instanceOf(http, HttpError)
        assert.strictEqual(http.status, 404)
        assert.match(String(http.stack), /subject\.ts:\d+/)
        const type = yield* thrown(subject.rejects("no"))
        assert.instanceOf(type, TypeError)
        assert.strictEqual(type.message, "no")
        assert.match(String(type.stack), /subject\.ts:\d+/)
      })
    )

    it.effect("A21 what is thrown need not be an error", () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        assert.strictEqual(yield* thrown(subject.throwsText()), "only a text")
        assert.include((yield* thrown(subject.throwsFunction())).message, "it threw what cannot be carried: A function")
      })
    )

    it.effect("A21 an error with causes without end arrives with what matters of it", () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        const error = yield* thrown(subject.throwsDeep())
        assert.strictEqual(error.message, "one of many")
        assert.match(error.stack, /subject\.ts:\d+/)
      })
    )

    it.effect("A21 a returned Effect is run: its failure is thrown, its defect is a defect", () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        assert.strictEqual(yield* subject.effect(1), 2)
        assert.strictEqual((yield* thrown(subject.effectFails(3))).status, 3)
        const exit = yield* Effect.exit(subject.effectDies())
        assert.isTrue(Exit.isFailure(exit) && Cause.hasDies(exit.cause))
        assert.include(String(Exit.isFailure(exit) && Cause.squash(exit.cause)), "a defect")
      })
    )

    it.effect("A21 what cannot be moved or is too large is refused in words that plain functions have", () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        const shared = Actor.move(new Uint8Array(new SharedArrayBuffer(8)))
        const refused = yield* Effect.flip(subject.echo(shared))
        assert.strictEqual(refused.reason._tag, "Undecodable")
        assert.include(
          refused.message,
          "cannot cross threads: Shared memory: both threads would have it, so Actor.move refuses it"
        )
        const inWords = "send it in parts, or give its binary data to Actor.move"
        const large = new Uint8Array(2_000_000)
        const job = yield* subject.large.submit(2_000_000)
        const errors = yield* Effect.all([
          Effect.flip(subject.echo(large)),
          Effect.flip(subject.echo.tell(large)),
          Effect.flip(subject.echo.submit(large)),
          Effect.flip(subject.large(2_000_000)),
          Effect.flip(job.await),
          Effect.flip(Effect.flatten(Effect.flatMap(job.poll, Effect.fromOption)))
        ])
        for (const error of errors) {
          assert.instanceOf(error, ActorError)
          assert.strictEqual((error as ActorError).reason._tag, "TooLarge")
          assert.include(error.message, inWords)
        }
      })
    )

    it.effect("A21 an error that is too large arrives with its class, and with its fields that are small", () =>
      Effect.gen(function* () {
        const error: unknown = yield* thrown((yield* Subject).throwsLarge())
        assert.instanceOf(error, HttpError)
        assert.instanceOf(error.cause, TypeError)
        const left = "(not carried: it is too large)"
        const [body, tries] = ["body", "tries"].map((key): unknown => Reflect.get(error, key))
        assert.deepStrictEqual([error.message, error.status, body, tries], ["bad gateway", 502, left, 3])
        const [message, code, text] = ["message", "code", "text"].map((key): unknown => Reflect.get(error.cause!, key))
        assert.deepStrictEqual([message, code, text], ["bad", "E502", left])
      })
    )

    it.effect("A21 one that is too large, and refers to others that refer to it, too", () =>
      Effect.gen(function* () {
        const error = yield* thrown((yield* Subject).throwsKnowing(12))
        assert.instanceOf(error, HttpError)
        const { body, cause, message, other0, other3, request, status } = error as any
        assert.deepStrictEqual([message, status, request], ["e0", 0, { method: "GET" }])
        assert.deepStrictEqual([other0 === error, other3.other0 === error, other3.status], [true, true, 3])
        assert.deepStrictEqual([body, cause.status], ["(not carried: it is too large)", 500])
        assert.include(cause.message, "… (cut: it has 1200000 characters)")
      })
    )

    it.effect("A21 tell, submit and options", () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        yield* subject.add.tell(1, 2)
        const job = yield* subject.add.submit(3, 4)
        assert.strictEqual(yield* job.await, 7)
        const reason = yield* reasonOf(subject.add.with({ timeout: 0 })(1, 2))
        assert.strictEqual(reason._tag, "Timeout")
        const invalid = yield* reasonOf(subject.add.with({ interruption: "never" as never })(1, 2))
        assert.strictEqual(invalid._tag, "InvalidOption")
        // The options of one are not those of the other.
        assert.strictEqual(yield* subject.add(1, 2), 3)
      })
    )
  })
}

describe("plain functions, another thread", () => {
  layer(hosts.thread)((it) => {
    it.effect(
      "A21 a small Buffer, of Node's pool, cannot be moved, and is told so in words that plain functions have",
      () =>
        Effect.gen(function* () {
          const { echo } = yield* Subject
          const error = yield* Effect.flip(echo(Actor.move(Buffer.from("abc"))))
          assert.strictEqual(error.reason._tag, "Undecodable")
          const says =
            "the payload cannot cross threads: A buffer that was given to Actor.move cannot be moved: it belongs to Node"
          assert.include(error.message, says)
          assert.notInclude(error.message, "Job.transfer")
        })
    )
  })
})

describe("plain functions, this thread", () => {
  it.live("A21-cancel a call that runs has its signal aborted and is waited for; two never run at once", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const module = {
        async waits(this: { readonly signal: AbortSignal }, text: string): Promise<void> {
          log.push(`+${text}`)
          await new Promise<void>((resolve) => this.signal.addEventListener("abort", () => resolve()))
          await new Promise<void>((resolve) => setImmediate(resolve))
          log.push(`-${text}`)
        },
        /** Looks at its signal when it is too late to be told. */
        async late(this: { readonly signal: AbortSignal }): Promise<void> {
          log.push("+l")
          await released
          log.push(this.signal.aborted ? "-aborted" : "-not aborted")
        },
        add: (a: number, b: number) => a + b
      }
      let release: (() => void) | undefined
      const released = new Promise<void>((resolve) => (release = resolve))
      const jobs = yield* Actor.fromModuleLocal(module)
      const call = yield* Effect.forkChild(jobs.waits("a"), { startImmediately: true })
      const next = yield* Effect.forkChild(jobs.add(1, 2), { startImmediately: true })
      while (log.length < 1) yield* Effect.yieldNow
      yield* Fiber.interrupt(call)
      assert.strictEqual(log.join(""), "+a-a", "the caller goes on when the function has ended")
      assert.strictEqual(yield* Fiber.join(next), 3)
      const late = yield* Effect.forkChild(jobs.late(), { startImmediately: true })
      while (log.length < 3) yield* Effect.yieldNow
      const left = yield* Effect.forkChild(Fiber.interrupt(late), { startImmediately: true })
      // The loop of this thread, and nothing else, brings it there.
      for (let turn = 0; turn < 10; turn++) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      release!()
      yield* Fiber.join(left)
      assert.strictEqual(log.join(""), "+a-a+l-aborted")
    }).pipe(Effect.scoped)
  )

  it.effect("A21-cancel a call that has not started never runs", () =>
    Effect.gen(function* () {
      let ran = 0
      let release: (() => void) | undefined
      const released = new Promise<void>((resolve) => (release = resolve))
      const jobs = yield* Actor.fromModuleLocal({ first: () => released, second: () => ++ran })
      const first = yield* Effect.forkChild(jobs.first(), { startImmediately: true })
      const second = yield* Effect.forkChild(jobs.second(), { startImmediately: true })
      yield* Fiber.interrupt(second)
      release!()
      yield* Fiber.join(first)
      assert.strictEqual(yield* jobs.second(), 1)
    }).pipe(Effect.scoped)
  )

  it.effect("A21 concurrency is what the options say", () =>
    Effect.gen(function* () {
      const most = (concurrency: number | "unbounded" | undefined) =>
        Effect.gen(function* () {
          let now = 0
          let peak = 0
          const step = async (): Promise<void> => {
            peak = Math.max(peak, ++now)
            await new Promise<void>((resolve) => setImmediate(resolve))
            now--
          }
          const jobs = yield* Actor.fromModuleLocal({ step }, { concurrency })
          yield* Effect.all(
            Array.from({ length: 8 }, () => jobs.step()),
            { concurrency: "unbounded" }
          )
          return peak
        }).pipe(Effect.scoped)
      assert.deepStrictEqual([yield* most(undefined), yield* most(3), yield* most("unbounded")], [1, 3, 8])
    })
  )

  it.effect("A21 names of functions may be anything", () =>
    Effect.gen(function* () {
      const names = ["constructor", "toString", "__proto__", "call", "then", "tell", "with", "Ä ö", "length"]
      const module = Object.create(null)
      for (const name of names) Object.defineProperty(module, name, { value: () => name, enumerable: true })
      const jobs: any = yield* Actor.fromModuleLocal(module as Record<string, () => string>)
      // A promise of the jobs would call it.
      assert.strictEqual(jobs.then, undefined)
      for (const name of names.filter((each) => each !== "then")) {
        assert.strictEqual(yield* jobs[name]() as Effect.Effect<string>, name)
      }
    }).pipe(Effect.scoped)
  )

  it.effect("A21 what cannot be is said before anything starts", () =>
    Effect.gen(function* () {
      const messageOf = <A>(start: Effect.Effect<A, ActorError, ActorSystem | import("effect/Scope").Scope>) =>
        Effect.map(Effect.flip(Effect.scoped(start)), ({ message }) => message)
      const ok = { add: (a: number) => a }
      const said = [
        [Actor.fromModuleLocal(undefined as never), 'module is undefined: import * as math from "./math.ts"'],
        [Actor.fromModuleLocal({ version: 1 }), "serves no function (it exports version), expected functions"],
        [Actor.fromModuleLocal({}), "serves nothing, expected functions"],
        [Actor.fromModuleLocal(ok, { concurrency: 0 }), 'concurrency is 0: use a whole number from 1, or "unbounded"'],
        [Actor.fromModuleLocal(ok, { errors: [Date as never] }), "list classes of errors"],
        [Actor.fromModuleLocal(ok, { name: "" }), 'name is "": give the module a name'],
        [Actor.fromModuleLocal(ok, { name: 5 as never }), "name is 5: give the module a name"],
        [Actor.fromModule(url, { name: 5 as never }), "name is 5: give the module a name"],
        [Actor.fromModuleLocal(ok, null as never), "options is null: give an object, such as { concurrency: 2 }"],
        [Actor.fromModule(url, null as never), "options is null: give an object, such as { concurrency: 2 }"],
        [Actor.fromModule(url, 5 as never), "options is 5: give an object, such as { concurrency: 2 }"],
        [Actor.fromModule(null as never), "module is null: use Actor.fromModule"],
        [Actor.fromModuleLocal(ok, { window: 0 }), "window is 0: use a whole number from 1"],
        [Actor.fromModule(1 as never), 'module is 1: use Actor.fromModule<typeof import("./x.ts")>(new URL('],
        [Actor.fromModule(url, { size: 0 }), "size is 0: use a whole number from 1"],
        [Actor.fromModule(url, { routing: "any" as never }), 'routing is "any"']
      ] as const
      for (const [start, message] of said) assert.include(yield* messageOf(start as never), message)
    }).pipe(Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
  )
})

describe("plain functions, other threads", () => {
  const broken = (file: string) => new URL(`./fromModule/broken/${file}`, import.meta.url)
  const failing = (file: string, size = 1) =>
    Effect.flip(Effect.scoped(Actor.fromModule(broken(file), { size }))).pipe(
      Effect.provide(NodeActorSystem.layer({ maxThreads: 3 }))
    )

  it.live("A21 a module that cannot be used fails the start, typed", () =>
    Effect.gen(function* () {
      const none = yield* failing("none.ts")
      assert.strictEqual(none.reason._tag, "EntryMismatch")
      assert.include(
        none.message,
        "serves no function (it exports Thing, version), expected functions: export function"
      )
      const actor = yield* failing("actor.ts")
      assert.include(actor.message, "no function (it exports default)")
      const missing = yield* failing("nowhere.ts")
      assert.include(missing.message, "the thread did not start (missing): no such file, tried ")
      const throws = yield* failing("throws.ts")
      assert.include(throws.message, "not today")
      const changing = yield* failing("changing.ts", 2)
      assert.strictEqual(changing.reason._tag, "EntryMismatch")
      assert.include(changing.message, "as the threads before")
    })
  )

  it.live("A21 of CommonJS all that module.exports holds", () =>
    Effect.gen(function* () {
      interface Common {
        readonly add: (a: number, b: number) => number
        readonly sub: (a: number, b: number) => number
      }
      const common = yield* Actor.fromModule<Common>(new URL("./fromModule/common.cjs", import.meta.url), { size: 1 })
      assert.deepStrictEqual(Object.keys(common).toSorted(), ["add", "mul", "sub"])
      assert.deepStrictEqual([yield* common.add(1, 2), yield* common.sub(5, 2)], [3, 3])
    }).pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
  )

  it.live("A21 each thread of a pool has a module of its own, and a key its thread", () =>
    Effect.gen(function* () {
      const keyed = yield* Actor.fromModule<typeof import("./fromModule/subject.ts")>(url, {
        size: 2,
        name: "keyed",
        routing: Routing.consistentKey((args, { tag }) => (tag === "add" ? args[0] : 1))
      })
      assert.deepStrictEqual([yield* keyed.next(), yield* keyed.next(), yield* keyed.next()], [1, 2, 3])
      const spread = yield* Actor.fromModule<typeof import("./fromModule/subject.ts")>(url, { size: 2 })
      const counts = yield* Effect.all(Array.from({ length: 4 }, () => spread.next()))
      assert.deepStrictEqual(counts.toSorted(), [1, 1, 2, 2])
      const system = yield* ActorSystem
      const names = (yield* system.threads).map(({ name }) => name)
      assert.deepStrictEqual(names, ["main", "keyed-0", "keyed-1", "subject-0", "subject-1"])
      // The same name again, while the first one lives.
      const taken = yield* Effect.flip(Effect.scoped(Actor.fromModule(url, { size: 2 })))
      assert.include(taken.message, "which another thread of this system has: give each thread a name of its own")
      // Its thread has another name, since it is no pool.
      const other = yield* Effect.flip(Effect.scoped(Actor.fromModule(url, { size: 1 })))
      assert.include(other.message, '"subject", which this actor system serves already: give the second module a name')
      assert.include(other.message, 'Actor.fromModule(url, { name: "other" })')
    }).pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer({ maxThreads: 6 })))
  )

  it.live("A21-cancel leaving a call aborts its signal there, and the next one begins when it has ended", () =>
    Effect.gen(function* () {
      const subject = yield* Actor.fromModule<typeof import("./fromModule/subject.ts")>(url, { size: 1 })
      const calls = ["a", "b"].map((text) => Effect.flatMap(subject.waits.submit(text), startedThenCancelled))
      yield* Effect.all(calls)
      assert.strictEqual(yield* subject.abortedTexts(), "ab")
    }).pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
  )

  it.live("A21 a function that takes its thread along fails its own call only; the thread comes again", () =>
    Effect.gen(function* () {
      const url = new URL("./fromModule/mortal.ts", import.meta.url)
      const mortal = yield* Actor.fromModule<typeof import("./fromModule/mortal.ts")>(url, { size: 1 })
      const first = yield* mortal.id()
      const dying = yield* Effect.forkChild(reasonOf(mortal.exit()), { startImmediately: true })
      const after = yield* Effect.forkChild(mortal.id(), { startImmediately: true })
      assert.strictEqual((yield* Fiber.join(dying))._tag, "ThreadDied")
      assert.notStrictEqual(yield* Fiber.join(after), first)
      assert.strictEqual(yield* mortal.explodesLater(), "returned")
      assert.isNumber(yield* mortal.id())
    }).pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
  )

  it.live("A21-moved a buffer that is moved, and shown by views that are not, in one message", () =>
    Effect.gen(function* () {
      const subject = yield* Actor.fromModule<typeof import("./fromModule/subject.ts")>(url, { size: 1 })
      for (const bytes of [100, 10_000, 200_000]) {
        const buffer = new Uint8Array(bytes).fill(7).buffer
        const moved = Actor.move(buffer)
        const echo = yield* subject.echo([new Uint8Array(buffer), moved, moved, { last: new Uint8Array(buffer, 50) }])
        assert.deepStrictEqual(echo[0], new Uint8Array(bytes).fill(7))
        assert.deepStrictEqual(echo[3], { last: new Uint8Array(bytes - 50).fill(7) })
        assert.strictEqual(echo[1], echo[2], "the same one twice")
        assert.deepStrictEqual([echo[1].byteLength, buffer.byteLength], [bytes, 0])
      }
      const wrong = yield* Effect.flip(subject.echo({ a: [Actor.move("text" as never)] }))
      assert.include(wrong.message, "What is no binary data cannot be carried: move an ArrayBuffer, or a view of one")
      assert.include(wrong.message, '[0]["a"][0]')
    }).pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
  )

  it.live("A21 the scope's end stops the threads, after what they have begun", () =>
    Effect.gen(function* () {
      const system = yield* ActorSystem
      const jobs = yield* Effect.scoped(
        Effect.gen(function* () {
          const jobs = yield* Actor.fromModule<typeof import("./fromModule/subject.ts")>(url, { size: 1 })
          yield* jobs.add.tell(1, 2)
          assert.strictEqual((yield* system.threads).length, 2)
          return jobs
        })
      )
      assert.strictEqual((yield* system.threads).length, 1)
      const error = yield* Effect.flip(jobs.add(1, 2))
      assert.deepStrictEqual([error.reason._tag, error.started], ["Stopped", false])
    }).pipe(Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
  )
})
