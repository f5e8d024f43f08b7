/*
 * What a user calls: asks, their options, the other verbs, and the errors that come of them.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import type * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Schema from "effect/Schema"
import type { Submitted } from "../src/Actor.ts"
import type { ActorError, MailboxFull } from "../src/ActorError.ts"
import type { Digest, Digester, Unreadable } from "./digest.protocol.ts"
import { same, type Same } from "./same.ts"

declare const digester: Context.Service.Shape<typeof Digester>

const ask = digester.digest({ path: "" })
same<Same<typeof ask, Effect.Effect<Digest, Unreadable | ActorError>>>()

const discarded = digester.digest({ path: "" }, { discard: true })
same<Same<typeof discarded, Effect.Effect<void, ActorError>>>()

const told = digester.digest.tell({ path: "" })
same<Same<typeof told, Effect.Effect<void, ActorError>>>()

const submitted = digester.digest.submit({ path: "" })
same<Same<typeof submitted, Effect.Effect<Submitted<Digest, Unreadable | ActorError>, ActorError>>>()

export const handle = Effect.gen(function* () {
  const job = yield* submitted
  same<Same<typeof job.await, Effect.Effect<Digest, Unreadable | ActorError>>>()
  same<Same<typeof job.poll, Effect.Effect<Option.Option<Exit.Exit<Digest, Unreadable | ActorError>>>>>()
  same<Same<typeof job.started, Effect.Effect<boolean>>>()
  same<Same<typeof job.cancel, Effect.Effect<boolean>>>()
  same<Same<typeof job.detach, Effect.Effect<void>>>()
  same<Same<keyof typeof job, "await" | "poll" | "started" | "cancel" | "detach">>()
})

const scoped = digester.read.scoped({ path: "" }, { timeout: "1 second" })
same<Same<typeof scoped, Effect.Effect<Uint8Array, Unreadable | ActorError, Scope.Scope>>>()
// @ts-expect-error its result is what it is there for
digester.read.scoped({ path: "" }, { discard: true })
// @ts-expect-error a stream is read as it comes
void digester.lines.scoped

// -- from plain callbacks

const unsafe: "accepted" | "full" | "closed" = digester.digest.tellUnsafe({ path: "" }, { thread: "digest-1" })
void unsafe
// @ts-expect-error the payload is not what the schema says
digester.digest.tellUnsafe({ path: 1 })
// @ts-expect-error it never waits
digester.digest.tellUnsafe({ path: "" }, { timeout: "1 second" })

// -- options

digester.digest({ path: "" }, { thread: "digest-1" })

digester.digest({ path: "" }, { timeout: "1 second", interruption: "detach" })
digester.digest.tell({ path: "" }, { timeout: 10 })
digester.digest.submit({ path: "" }, { interruption: "wait" })
// @ts-expect-error a typo in an option's name
digester.digest({ path: "" }, { timeot: "1 second" })
// @ts-expect-error no such interruption
digester.digest({ path: "" }, { interruption: "leave" })
// @ts-expect-error a tell has nothing to discard
digester.digest.tell({ path: "" }, { discard: true })

// -- payloads

// @ts-expect-error the payload is not what the schema says
digester.digest({ path: 1 })
// @ts-expect-error nor here
digester.digest.tell({ path: 1 })
// @ts-expect-error nor here
digester.digest.submit({})
// @ts-expect-error no such Rpc
void digester.digets

// -- errors: one class, whose reason narrows

export const caught = Effect.gen(function* () {
  const limit = yield* Effect.catchReason(ask, "ActorError", "MailboxFull", (reason, error) => {
    same<Same<typeof reason, MailboxFull>>()
    const narrowed: number = error.reason.limit
    return Effect.succeed(narrowed)
  })
  same<Same<typeof limit, Digest | number>>()
  yield* Effect.catchReasons(ask, "ActorError", {
    Timeout: (reason) => Effect.succeed(reason.afterMillis),
    Stopped: () => Effect.void
  })
  const own = yield* Effect.catchTag(ask, "Unreadable", (error) => Effect.succeed(error.path))
  same<Same<typeof own, Digest | string>>()
})
// @ts-expect-error no such reason
Effect.catchReason(ask, "ActorError", "Nope", () => Effect.void)

/** `ActorError` is a schema: an Rpc may declare it, for handlers that ask other actors. */
export const declarable: Schema.Codec<ActorError, unknown> =
  null as unknown as typeof import("../src/ActorError.ts").ActorError
