/*
 * Messages that nobody waits for, whose handlers fail with what cannot be read: only that message is lost, and the thread goes on.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Codec from "@stevedore/harbor/Codec"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Topic from "@stevedore/harbor/Topic"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import { endings, odd, readingLogger } from "./odd.ts"

const Tell = Message.make("tells_tell", { payload: { n: Schema.Int }, error: Schema.Unknown })

const ends: ReadonlyArray<() => Effect.Effect<void, unknown>> = [
  ...Object.values(odd).flatMap((make) => [
    () => Effect.fail(make()),
    () => Effect.andThen(Effect.yieldNow, Effect.fail(make()))
  ]),
  ...Object.values(endings)
]

const interrupts: ReadonlyArray<() => Effect.Effect<void>> = [
  () => Effect.interrupt,
  () => Effect.andThen(Effect.yieldNow, Effect.interrupt),
  () => Exit.interrupt(7),
  endings["a child of its interrupts its fiber"]!,
  endings["its fiber is interrupted"]!
]

const everything = Layer.provideMerge(Harbor.layer(), NodeActorSystem.layer())

type Handle = (n: number) => Effect.Effect<void, unknown>
type Send = (n: number) => Effect.Effect<void, HarborError, Harbor.Harbor>

const harbor = <A, E, R>(use: (harbor: Harbor.Harbor["Service"]) => Effect.Effect<A, E, R>) =>
  Effect.flatMap(Harbor.Harbor, use)
const send: Send = (n) => harbor((harbor) => harbor.send(Tell, { n }))
const broadcast: Send = (n) => harbor((harbor) => harbor.broadcast(Tell, { n }))
const publish: Send = (n) => Topic.publish("tells.a", Tell, { n })
const listen = (handle: Handle) => harbor((harbor) => harbor.listen(Tell, ({ n }) => handle(n)))
const listenEncoded = (handle: Handle) =>
  // A small number is a byte in MessagePack, and here the last one.
  harbor((harbor) => harbor.listenEncoded(Tell, Codec.msgpack, (bytes) => handle(bytes.at(-1)!)))
const subscribe = (handle: Handle) => Topic.subscribe("tells.*", Tell, ({ n }) => handle(n))

const ways: Readonly<Record<string, readonly [typeof listen, Send]>> = {
  "of a send": [listen, send],
  "of a broadcast": [listen, broadcast],
  "of a send, for bytes": [listenEncoded, send],
  "of what is published": [subscribe, publish]
}

describe("a handler that ends as it must not, or fails with what cannot be read", () => {
  for (const [what, [listening, tell]] of Object.entries(ways)) {
    it.live(`C12-unreadable ${what}: that is a failed one, and the next one is heard`, () =>
      Effect.gen(function* () {
        const heard = yield* Queue.unbounded<number>()
        yield* listening((n) => ends[n]?.() ?? Effect.asVoid(Queue.offer(heard, n)))
        for (const n of ends.keys()) {
          yield* tell(n)
          yield* tell(ends.length + n)
          assert.strictEqual(yield* Queue.take(heard), ends.length + n)
        }
        const { failed } = yield* harbor(({ counters }) => counters)
        assert.strictEqual(failed, ends.length)
      }).pipe(Effect.scoped, Effect.provide(everything), Effect.provide(readingLogger))
    )
  }

  for (const [what, [listening, tell]] of Object.entries(ways)) {
    it.live(`C12-unreadable ${what}: one that interrupts itself is in the log, as one that dies`, () =>
      Effect.gen(function* () {
        const [heard, said] = [yield* Queue.unbounded<number>(), [] as Array<string>]
        // Of a machine that has much to do, the log says other things.
        const listens = Logger.make(({ message }) => {
          if (String(message).includes("handler")) said.push(String(message))
        })
        yield* Effect.gen(function* () {
          yield* listening((n) => interrupts[n]?.() ?? Effect.asVoid(Queue.offer(heard, n)))
          for (const n of interrupts.keys()) {
            yield* tell(n)
            yield* tell(interrupts.length + n)
            assert.strictEqual(yield* Queue.take(heard), interrupts.length + n)
            assert.deepStrictEqual(said.splice(0), ["the handler of tells_tell failed"])
          }
        }).pipe(Effect.scoped, Effect.provide(everything), Effect.provide(Logger.layer([listens])))
      })
    )
  }

  it.live("C12-unreadable of a broadcast: what each of its handlers dies of is in the log", () =>
    Effect.gen(function* () {
      const said: Array<string> = []
      const listens = Logger.make(({ message }) => said.push(String(message)))
      const heard = yield* Queue.unbounded<number>()
      yield* Effect.gen(function* () {
        for (const end of [Effect.interrupt, Effect.die(new Error("BUG one")), Effect.die(new Error("BUG two"))]) {
          yield* listen((n) => (n === 0 ? end : Effect.asVoid(Queue.offer(heard, n))))
        }
        yield* broadcast(0)
        yield* broadcast(1)
        yield* Queue.takeN(heard, 3)
      }).pipe(Effect.scoped, Effect.provide(everything), Effect.provide(Logger.layer([listens])))
      for (const what of ["the handler of tells_tell failed", "BUG one", "BUG two"]) {
        assert.lengthOf(
          said.filter((line) => line.includes(what)),
          1,
          what
        )
      }
    })
  )

  it.live("C12-unreadable a listener leaves whose handlers have ended so, while others listen", () =>
    Effect.gen(function* () {
      const [scope, ended] = [yield* Scope.make(), yield* Queue.unbounded<number>()]
      yield* Scope.provide(
        listen((n) => ends[n]!()),
        scope
      )
      for (const n of ends.keys()) yield* harbor((harbor) => Effect.exit(harbor.call(Tell, { n })))
      yield* listen((n) => Effect.asVoid(Queue.offer(ended, n)))
      yield* Scope.close(scope, Exit.void)
      yield* send(0)
      assert.strictEqual(yield* Queue.take(ended), 0)
    }).pipe(Effect.scoped, Effect.provide(everything), Effect.provide(readingLogger))
  )
})
