/*
 * What is on the lines that jobs of Lua threads log, whether they have waited before or not: thread, job, and what its sender's program has
 * said of it.
 */
import * as Actor from "@stevedore/core/Actor"
import * as LuaPool from "@stevedore/lua/LuaPool"
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { until } from "./lua/programs.ts"

const thread = Actor.entry<typeof import("./lua/host.thread.ts")>(new URL("./lua/host.thread.ts", import.meta.url))

const said = "function say(x) alog.info(x) athd.sleep(1) alog.info(x .. ' again') alog.debug(x .. ' in detail') end"

/** A thread, one of a pool and main's own, and what all of them have logged: the text, and the annotations but where it was said. */
const yard = Effect.gen(function* () {
  const lines: Array<readonly [text: string, annotations: Readonly<Record<string, unknown>>]> = []
  const logger = Logger.make(({ fiber, message }) => {
    const { at: _, ...annotations } = fiber.getRef(References.CurrentLogAnnotations)
    lines.push([String(message), annotations])
  })
  const system = NodeActorSystem.layer({ maxThreads: 8, slowAfter: "never", startTimeout: "60 seconds" })
  const context = yield* Layer.build(Layer.provideMerge(system, Logger.layer([logger])))
  const made = yield* Effect.gen(function* () {
    const t = yield* LuaThread.make({ name: "t", thread })
    const pool = yield* LuaPool.make({ name: "p", size: 1 })
    const main = yield* LuaThread.onMain()
    for (const each of [t, pool, main]) yield* each.run(said)
    return { t, pool, main }
  }).pipe(Effect.provideContext(context))
  /** The annotations of so many lines, when they have come. */
  const logged = (texts: ReadonlyArray<string>) =>
    Effect.gen(function* () {
      yield* until(() => texts.every((text) => lines.some(([line]) => line === text)))
      return texts.map((text) => lines.find(([line]) => line === text)![1])
    })
  return { ...made, lines, logged }
})

describe("lines of Lua threads", () => {
  it.live("B09 have thread and job, before a job first waits and after", () =>
    Effect.gen(function* () {
      const { logged, main, pool, t } = yield* yard
      const places = [
        [t, "t", "lua:t.work"],
        [pool, "p-0", "lua:p.work"],
        [main, "main", "lua:main.work"]
      ] as const
      for (const [jobs, thread, job] of places) {
        yield* jobs.call("say", thread)
        const annotations = { thread, job }
        assert.deepStrictEqual(yield* logged([thread, `${thread} again`]), [annotations, annotations])
      }
      // What a job has begun is a part of it.
      yield* t.run("athd.timeout(1, function() say('later') athd.fork(function() alog.info('much later') end) end)")
      const job = { thread: "t", job: "lua:t.work" }
      assert.deepStrictEqual(yield* logged(["later", "later again", "much later"]), [job, job, job])
    }).pipe(Effect.scoped)
  )

  it.live("B09 have what the call is annotated with, also where the job asks another thread", () =>
    Effect.gen(function* () {
      const { logged, main, pool, t } = yield* yard
      yield* t.run("athd.call(athd.getmain(), function(h) T = h end, athd.getct())")
      for (const jobs of [t, pool, main]) yield* Effect.annotateLogs(jobs.call("say", jobs.name), "request", 7)
      const [first, ...others] = yield* logged(["t", "t again", "p", "main"])
      assert.deepStrictEqual(first, { thread: "t", job: "lua:t.work", request: 7 })
      for (const each of others) assert.strictEqual(each["request"], 7)
      const asking =
        "alog.info('asks') athd.call(T, 'asked', \"say('asked')\") athd.broadcast('n', \"alog.info('all of ' .. athd.getctname())\")"
      yield* Effect.annotateLogs(main.run(asking), "request", 8)
      for (const each of yield* logged(["asks", "asked", "asked again", "all of t", "all of p-0"])) {
        assert.strictEqual(each["request"], 8)
      }
      yield* t.call("say", "plain")
      assert.deepStrictEqual(yield* logged(["plain"]), [{ thread: "t", job: "lua:t.work" }])
    }).pipe(Effect.scoped)
  )

  it.live("B09 have it also where the job pushes, sends, forks or sets a timer", () =>
    Effect.gen(function* () {
      const { logged, main, t } = yield* yard
      const both = "function both(x) alog.debug(x) athd.sleep(1) alog.debug(x .. ' again') end"
      for (const each of [t, main]) yield* each.run(both)
      const begins = (x: string) => `
        local m = athd.getmain()
        athd.send(m, "send", "both('${x} sent')")
        athd.pushtjob(m, "push", "both('${x} pushed')", function() both("${x} done") end)
        athd.ondone = function() both("${x} by id") end
        athd.pushtjob(m, 7, "push", "both('${x} hooked')")
        local all = "if athd.getctname() == 'main' then both('${x} in all') end"
        athd.broadcast("all", all, function() both("${x} after all") end)
        athd.fork(function() both("${x} forked") athd.fork(function() both("${x} within") end) end)
        athd.timeout(1, function() both("${x} in time") athd.send(m, "send", "both('${x} of timer')") end)`
      const here = { thread: "t", job: "lua:t.work", request: 7 }
      const there = { thread: "main", job: "lua:main.work", request: 7 }
      for (const [x, source] of [
        ["at once", begins("at once")],
        ["waited", `athd.sleep(1) ${begins("waited")}`]
      ] as const) {
        yield* t
          .run(source)
          .pipe(Effect.annotateLogs("request", 7), Effect.provideService(References.MinimumLogLevel, "Debug"))
        for (const [expected, ...whats] of [
          [there, "sent", "pushed", "hooked", "in all", "of timer"],
          [here, "done", "by id", "after all", "forked", "within", "in time"]
        ] as const) {
          const texts = whats.flatMap((what) => [`${x} ${what}`, `${x} ${what} again`])
          assert.deepStrictEqual(
            yield* logged(texts),
            texts.map(() => expected)
          )
        }
      }
      yield* t.run("athd.fork(function() say('plain') end)")
      const plain = { thread: "t", job: "lua:t.work" }
      assert.deepStrictEqual(yield* logged(["plain", "plain again"]), [plain, plain])
    }).pipe(Effect.scoped)
  )

  it.live("B09 are there by the level of the call", () =>
    Effect.gen(function* () {
      const { lines, logged, t } = yield* yard
      const at = (level: "Debug" | "Error") => Effect.provideService(References.MinimumLogLevel, level)
      yield* at("Error")(t.call("say", "unsaid"))
      yield* at("Debug")(t.run("alog.debug('at once')"))
      yield* at("Debug")(t.call("say", "said"))
      yield* logged(["at once", "said", "said again", "said in detail"])
      assert.isFalse(lines.some(([text]) => text.startsWith("unsaid")))
    }).pipe(Effect.scoped)
  )

  it.live("B09 a job is a span from its beginning", () =>
    Effect.gen(function* () {
      const thread = Actor.entry<typeof import("./lua/traced.thread.ts")>(
        new URL("./lua/traced.thread.ts", import.meta.url)
      )
      const t = yield* LuaThread.make({ name: "t", thread })
      assert.strictEqual(yield* t.run("return tracing.span()"), "lua:t.work")
      const begun =
        "athd.fork(function() Span = tracing.span() athd.wakeup('begun') end) athd.wait('begun') return Span"
      assert.strictEqual(yield* t.run(begun), "lua:t.work")
    }).pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer({ maxThreads: 4, startTimeout: "60 seconds" })))
  )
})
