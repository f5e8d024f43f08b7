/*
 * What the conformance suite's actor does.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Rpc from "effect/rpc/Rpc"
import * as Board from "./board.ts"
import { type Parcel, Refused, Subject } from "./protocol.ts"

const turns = (count: number): Effect.Effect<void> =>
  count === 0 ? Effect.void : Effect.andThen(Effect.yieldNow, turns(count - 1))

/** Notes its start and its end, and waits at the gate in between. */
const hold = ({ gate, label, trace }: { readonly gate: number; readonly label: string; readonly trace: number }) =>
  Effect.sync(() => Board.note(trace, `start ${label}`)).pipe(
    Effect.andThen(Board.pass(gate)),
    Effect.as(label),
    Effect.onExit((exit) =>
      Effect.sync(() => Board.note(trace, `${Exit.isSuccess(exit) ? "end" : "interrupted"} ${label}`))
    )
  )

const refused = (code: number): Refused =>
  new Refused({
    code,
    tags: ["a", "b"],
    at: new Date(86_400_000),
    cause: new RangeError("what lay below")
  })

const die = (how: string): Effect.Effect<never, Refused> => {
  switch (how) {
    case "throw":
      throw new TypeError("thrown outright")
    case "text":
      return Effect.die("only a text")
    case "record":
      return Effect.die({ odd: [1, 2] })
    case "cause":
      return Effect.die(new TypeError("outer", { cause: new RangeError("inner") }))
    case "both":
      return Effect.failCause(Cause.combine(Cause.fail(refused(1)), Cause.die(new TypeError("as well"))))
    case "unwritable":
      return Effect.die({ run: () => {}, big: Symbol("s") })
    default:
      return Effect.die(new TypeError("boom"))
  }
}

export const handlers = (concurrency: number | "unbounded") =>
  Subject.toLayer(
    Effect.gen(function* () {
      const thread = yield* CurrentThread
      const system = yield* ActorSystem
      const attempts = new Map<string, number>()
      const deferreds = new Map<string, Deferred.Deferred<string, Refused>>()
      const deferredOf = (key: string): Deferred.Deferred<string, Refused> => {
        const known = deferreds.get(key) ?? Deferred.makeUnsafe<string, Refused>()
        deferreds.set(key, known)
        return known
      }
      let inside = 0
      let most = 0
      return {
        echo: ({ text }) => Effect.succeed(text),
        echoLater: ({ text }) => Effect.as(Effect.yieldNow, text),
        ping: () => Effect.void,
        whole: (n) => Effect.succeed(n + 1),
        note: ({ label, trace, turns: count }) =>
          Effect.andThen(
            turns(count),
            Effect.sync(() => Board.note(trace, label))
          ),
        hold,
        holdWrapped: (payload) => (payload.as === "fork" ? Rpc.fork : Rpc.uninterruptible)(hold(payload)),
        cleanUp: ({ cleaning, gate, label, trace }) =>
          Effect.onInterrupt(Board.pass(gate), () =>
            Effect.andThen(
              Board.pass(cleaning),
              Effect.sync(() => Board.note(trace, `cleaned ${label}`))
            )
          ),
        scoped: ({ cleaning, label, trace }) =>
          Effect.acquireRelease(Effect.succeed(label), () =>
            Effect.andThen(
              Board.pass(cleaning),
              Effect.sync(() => Board.note(trace, `closed ${label}`))
            )
          ),
        refuse: ({ code, later }) =>
          later ? Effect.andThen(Effect.yieldNow, refused(code)) : Effect.fail(refused(code)),
        flaky: ({ failures, key }) =>
          Effect.suspend(() => {
            const attempt = (attempts.get(key) ?? 0) + 1
            attempts.set(key, attempt)
            return attempt <= failures ? Effect.fail(refused(attempt)) : Effect.succeed(attempt)
          }),
        die: ({ how }) => die(how),
        interruptItself: () => Effect.interrupt,
        crooked: ({ where }) => {
          if (where === "nothing") return undefined as never
          return where === "result"
            ? Effect.succeed({ n: "not a number" as never })
            : Effect.fail(Object.assign(refused(1), { code: "not a number" as never }))
        },
        strict: ({ text, trace }) =>
          Effect.sync(() => {
            Board.note(trace, `ran ${text}`)
            return text === "reply" ? "!reply" : text
          }),
        throwing: ({ reply }) => Effect.succeed(reply),
        bytes: ({ count }) => Effect.succeed(new Uint8Array(count).fill(7)),
        reverse: ({ data }) => Effect.succeed(data.toReversed()),
        pass: (parcel) => Effect.succeed({ parcel, bytes: bytesOf(parcel) }),
        raise: ({ data }) => Effect.sync(() => data.map((each) => each + 1)),
        length: ({ data }) => Effect.succeed(data.byteLength),
        deferred: ({ key }) => Effect.sync(() => deferredOf(key)),
        settle: ({ fails, key, text }) =>
          Effect.asVoid(fails ? Deferred.fail(deferredOf(key), refused(7)) : Deferred.succeed(deferredOf(key), text)),
        touch: ({ turns: count }) =>
          Effect.suspend(() => {
            inside++
            most = Math.max(most, inside)
            return Effect.map(turns(count), () => {
              inside--
              return most
            })
          }),
        describe: ({ later }) =>
          Effect.gen(function* () {
            if (later) yield* Effect.yieldNow
            const { sender, ...job } = yield* CurrentJob
            const here = yield* CurrentThread
            assertSame(here, thread)
            return {
              ...job,
              senderId: sender.id,
              senderName: sender.name,
              threadId: thread.id,
              threadName: thread.name,
              isMain: thread.isMain
            }
          }),
        figures: () => system.info
      }
    }),
    { concurrency }
  )

const bytesOf = ({ array, copied, option, optional, union, view }: typeof Parcel.Type): number => {
  const all = [...array, ...Option.toArray(option), union, optional, view, copied]
  return all.reduce((sum: number, each) => sum + (typeof each === "object" && each !== null ? each.byteLength : 0), 0)
}

const assertSame = (one: { readonly id: number }, other: { readonly id: number }): void => {
  if (one.id !== other.id) throw new Error("CurrentThread differs between the layer and a job")
}
