/*
 * What one job of a verb costs: `node verbs.ts '{"verb":"ask","where":"thread"}'` prints one line of JSON. 256 in flight;
 * tells in bursts of 1,000, which are all handled before the clock stops.
 */
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { effectCallers } from "../effectCallers.ts"
import { isEcho, makeMessage, type Message } from "../message.ts"
import { Echo, handlers } from "../peers/stevedore.actor.ts"
import { median } from "../statistics.ts"
import type { VerbRequest, VerbResult } from "./request.ts"

const inFlight = 256
const burst = 1000
const warmUpJobs = 150_000
const measuredJobs = 300_000

const run = Effect.fnUntraced(function* (verb: VerbRequest["verb"]) {
  const actor = yield* Echo
  const enqueue: Array<number> = []
  const ask = {
    ask: (message: Message) => actor.echo(message),
    fiber: (message: Message) => actor.fibered(message),
    submit: (message: Message) => Effect.flatMap(actor.echo.submit(message), (job) => job.await),
    tell: actor.echo
  }[verb]
  const calls = (count: number) => {
    let sent = 0
    let left = count
    return effectCallers(ask as (message: Message) => Effect.Effect<Message, unknown>, {
      inFlight,
      schedule: () => undefined,
      next: () => makeMessage(sent++),
      settle: (one, other) => {
        if (!isEcho(one, other)) throw new Error(`${JSON.stringify(one)} came back otherwise`)
        return --left >= inFlight
      }
    })
  }
  const bursts = Effect.fnUntraced(function* (count: number) {
    for (let done = 0; done < count; done += burst) {
      let index = 0
      const before = performance.now()
      yield* Effect.whileLoop({
        while: () => index < burst,
        body: () => actor.echo.tell(makeMessage(index++)),
        step: () => {}
      })
      enqueue.push(((performance.now() - before) * 1e6) / burst)
      // It is answered after all that was told before it.
      yield* actor.echo(makeMessage(done))
    }
  })
  const jobs = verb === "tell" ? bursts : calls
  yield* jobs(warmUpJobs)
  enqueue.length = 0
  const before = process.cpuUsage()
  yield* jobs(measuredJobs)
  const { system, user } = process.cpuUsage(before)
  const result: VerbResult = { nanosPerJob: ((system + user) * 1000) / measuredJobs, enqueueNanos: median(enqueue) }
  return result
})

const request = JSON.parse(process.argv[2] ?? "{}") as VerbRequest
const url = new URL("../peers/stevedore.thread.ts", import.meta.url)
const hosted =
  request.where === "main"
    ? Echo.layerMain(handlers)
    : Echo.layerThread({ entry: Actor.entry<typeof import("../peers/stevedore.thread.ts")>(url) })
const result = await Effect.runPromise(
  run(request.verb).pipe(
    // On a busy machine jobs are slow, which is no news here; figures alone are printed.
    Effect.provide(hosted.pipe(Layer.provide(NodeActorSystem.layer()), Layer.provideMerge(Logger.layer([]))))
  )
)
process.stdout.write(`${JSON.stringify(result)}\n`)
