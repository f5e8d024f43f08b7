/*
 * The messages of these tests, and what a thread does with them: told by messages, too.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Actor from "@stevedore/core/Actor"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Service from "@stevedore/harbor/Service"
import * as Topic from "@stevedore/harbor/Topic"
import * as Message from "@stevedore/harbor/Message"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { forked } from "../platforms.ts"

export class Refused extends Schema.TaggedError<Refused>()("Refused", { n: Schema.Int }) {}

/** Answers with the thread that had it. */
export const Where = Message.make("where", { payload: { n: Schema.Int }, success: Schema.String, error: Refused })
/** Is noted. */
export const Note = Message.make("note", {
  payload: { n: Schema.Int, tags: Schema.mutable(Schema.Array(Schema.String)) }
})
/** Is noted in the same list. */
export const Other = Message.make("other", { payload: { n: Schema.Int } })
/** Ends when the thread's gate opens. */
export const Hold = Message.make("hold", { payload: { n: Schema.Int }, success: Schema.String })
export const Who = Message.make("who", { success: Schema.String })
/** Leaves its mark where all threads see it, also when the thread that had it has died. */
export const Mark = Message.make("mark", { payload: { n: Schema.Int } })
/** How often each mark was left. */
export const marks = Effect.map(
  Effect.orDie(Effect.flatMap(ActorSystem, (system) => system.shared("harbor-test/marks", 4 * 4096))),
  (buffer) => new Int32Array(buffer)
)
/** Where in the same memory it stands that a mark is begun to be sent, and that it was sent. */
export const BEGUN = 1024
export const SENT = 2048
/** Counts the dead letters of a message from now on, for as long as the scope is open. */
export const lettersOf = (harbor: Harbor.Harbor["Service"], name: string) =>
  Effect.gen(function* () {
    let letters = 0
    yield* forked(
      Stream.runForEach(harbor.deadLetters, ({ count, messageName }) =>
        Effect.sync(() => void (letters += messageName === name ? count : 0))
      )
    )
    return () => letters
  })
export const Dies = Message.make("dies", { payload: { n: Schema.Int } })

const messages = { where: Where, note: Note, other: Other, hold: Hold, who: Who, dies: Dies, mark: Mark } as const
const Name = Schema.Literals(["where", "note", "other", "hold", "who", "dies", "mark"])

/** One on each thread, by which a test has it do something. */
export class Host extends Actor.Service<Host>()("harbor-test/Host", [
  Rpc.make("listen", { payload: { message: Name }, error: HarborError }),
  Rpc.make("leave"),
  Rpc.make("open"),
  Rpc.make("noted", { success: Schema.Array(Schema.Int) }),
  /** Sends so many notes and other messages, in turn; and a call where `calls`. */
  Rpc.make("send", { payload: { from: Schema.Int, count: Schema.Int, calls: Schema.Boolean }, error: HarborError }),
  /** Sends so many marks, and notes of each that it begins, and that it is sent, where all threads see it. */
  Rpc.make("mark", { payload: { from: Schema.Int, count: Schema.Int }, error: HarborError }),
  /** Sends so many that end when the gate of who has them opens. */
  Rpc.make("hold", { payload: { count: Schema.Int }, error: HarborError }),
  Rpc.make("where", { payload: { count: Schema.Int }, success: Schema.Array(Schema.String), error: HarborError }),
  Rpc.make("listenOn", { payload: { thread: Schema.String, handler: Schema.String }, error: HarborError }),
  Rpc.make("serve", { payload: { service: Schema.String }, error: HarborError }),
  Rpc.make("subscribe", { payload: { pattern: Schema.String }, error: HarborError }),
  Rpc.make("publish", { payload: { topic: Schema.String, from: Schema.Int, count: Schema.Int }, error: HarborError }),
  Rpc.make("counters", { success: Schema.Record(Schema.String, Schema.Number) })
]) {}

/** What a thread has had, in order. */
export class Notes extends Context.Service<
  Notes,
  { readonly noted: Array<number>; readonly gate: Latch.Latch; thread: string }
>()("harbor-test/Notes") {
  static readonly layer = Layer.effect(
    Notes,
    Effect.map(Effect.serviceOption(CurrentThread), (thread) => ({
      noted: [],
      gate: Latch.makeUnsafe(),
      thread: thread._tag === "Some" ? (thread.value as { readonly name: string }).name : "main"
    }))
  )
}

export const listenTo = (name: keyof typeof messages) =>
  Effect.gen(function* () {
    const [harbor, { gate, noted, thread }] = [yield* Harbor.Harbor, yield* Notes]
    const note = (n: number): string => {
      noted.push(n)
      return thread
    }
    switch (name) {
      case "where":
        return yield* harbor.listen(Where, ({ n }) =>
          n < 0 ? Effect.fail(new Refused({ n })) : Effect.succeed(note(n))
        )
      case "note":
        return yield* harbor.listen(Note, ({ n, tags }) =>
          Effect.sync(() => {
            note(n)
            tags.push(`seen by ${thread}`)
            if (tags.length > 2) noted.push(Number.NaN)
          })
        )
      case "other":
        return yield* harbor.listen(Other, ({ n }) => Effect.sync(() => void note(n)))
      case "hold":
        return yield* harbor.listen(Hold, ({ n }) => Effect.andThen(gate.await, () => Effect.sync(() => note(n))))
      case "who":
        return yield* harbor.listen(Who, () =>
          Effect.map(Envelope.current, ({ messageName, sender }) => `${messageName} from ${sender.thread}`)
        )
      case "mark": {
        const marked = yield* marks
        return yield* harbor.listen(Mark, ({ n }) => Effect.sync(() => void Atomics.add(marked, n, 1)))
      }
      case "dies":
        return yield* harbor.listen(Dies, ({ n }) => Effect.die(new Error(`asked to: ${n}`)))
    }
  })

export const subscribeTo = (pattern: string) =>
  Effect.gen(function* () {
    const { noted } = yield* Notes
    yield* Topic.subscribe(pattern, Other, ({ n }) => Effect.sync(() => void noted.push(n)))
  })

const host = Host.toLayer(
  Effect.gen(function* () {
    const [harbor, notes, system] = [yield* Harbor.Harbor, yield* Notes, yield* ActorSystem]
    const here = Layer.mergeAll(
      Layer.succeed(Harbor.Harbor, harbor),
      Layer.succeed(Notes, notes),
      Layer.succeed(ActorSystem, system)
    )
    let scope = yield* Scope.make()
    yield* harbor.register("where by name", Where, ({ n }) => Effect.succeed(`${n} by name on ${notes.thread}`))
    return {
      listen: ({ message }) => Scope.provide(Effect.provide(listenTo(message), here), scope),
      leave: () =>
        Effect.suspend(() => {
          const left = scope
          scope = Scope.makeUnsafe()
          return Scope.close(left, Exit.void)
        }),
      open: () => Effect.asVoid(notes.gate.open),
      noted: () => Effect.sync(() => notes.noted.slice()),
      send: ({ calls, count, from }) =>
        Effect.gen(function* () {
          for (let n = from; n < from + count; n++) {
            if (calls && n % 3 === 2) yield* Effect.orDie(harbor.call(Where, { n }))
            else if (n % 2 === 0) yield* harbor.send(Note, { n, tags: [] })
            else yield* harbor.send(Other, { n })
          }
        }),
      mark: ({ count, from }) =>
        Effect.gen(function* () {
          const marked = yield* Effect.provideService(marks, ActorSystem, system)
          for (let n = from; n < from + count; n++) {
            Atomics.store(marked, BEGUN + n, 1)
            yield* harbor.send(Mark, { n })
            Atomics.store(marked, SENT + n, 1)
            // Whoever is to end it has a turn.
            if (n % 20 === 19) yield* Effect.sleep(1)
          }
        }),
      hold: ({ count }) =>
        Effect.forEach(
          Array.from({ length: count }, (_, n) => n),
          (n) => harbor.send(Hold, { n }),
          { discard: true }
        ),
      where: ({ count }) =>
        Effect.forEach(Array.from({ length: count }), (_, n) =>
          Effect.catchTag(harbor.call(Where, { n }), "Refused", (refused) => Effect.die(refused))
        ),
      listenOn: ({ handler, thread }) => Scope.provide(harbor.listenOn(thread, Where, handler), scope),
      serve: ({ service }) => Scope.provide(Effect.provide(Service.join(service), here), scope),
      subscribe: ({ pattern }) => Scope.provide(Effect.provide(subscribeTo(pattern), here), scope),
      publish: ({ count, from, topic }) =>
        Effect.provide(
          Effect.forEach(
            Array.from({ length: count }, (_, index) => from + index),
            (n) => Topic.publish(topic, Other, { n }),
            { discard: true }
          ),
          here
        ),
      counters: () => Effect.map(harbor.counters, (counters) => ({ ...counters }))
    }
  }),
  { concurrency: "unbounded" }
)

/** A thread with a harbor. */
export const thread = host.pipe(Layer.provide(Layer.merge(Harbor.layer(), Notes.layer)))
