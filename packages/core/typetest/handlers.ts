/*
 * What `toLayer` accepts, and what its layer requires.
 */
import type * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import type * as Scope from "effect/Scope"
import type { Handlers } from "../src/Actor.ts"
import { Digest, Digester, Unreadable } from "./digest.protocol.ts"
import { Hostile } from "./hostile.protocol.ts"
import { same, type Same } from "./same.ts"

declare const Dependency: Context.Service<"Dependency", number>

const digest = (path: string) => new Digest({ path, size: 0, at: new Date(0) })
const none = Effect.fail(new Unreadable({ path: "", reason: "" }))

// -- hostile names as handlers; the payload is typed by context, the requirements are gathered

const hostile = Hostile.toLayer({
  tell: ({ n }) => Effect.as(Dependency, n.toFixed()),
  // oxlint-disable-next-line unicorn/no-thenable
  then: () => Effect.succeed(1),
  name: () => Effect.succeed(1),
  length: () => Effect.void,
  call: (text) => Effect.succeed(text.length),
  bind: () => Effect.void,
  apply: () => Effect.void,
  prototype: () => Effect.void,
  constructor: () => Effect.void,
  toString: () => Effect.void,
  layerLocal: () => Effect.void,
  key: () => Effect.void,
  of: () => Effect.void,
  // Computed: written plainly it would set the object's prototype.
  ["__proto__"]: () => Effect.void,
  pipe: () => Effect.void
})
same<Same<typeof hostile, Layer.Layer<Handlers<Hostile>, never, "Dependency">>>()

// -- an Effect that makes them; its Scope is the thread's

declare const acquire: Effect.Effect<string, "boom", "Maker" | Scope.Scope>
const made = Digester.toLayer(
  Effect.gen(function* () {
    const text = yield* acquire
    return { digest: ({ path }) => Effect.succeed(digest(text + path)), read: () => none }
  }),
  { concurrency: 4 }
)
same<Same<typeof made, Layer.Layer<Handlers<Digester>, "boom", "Maker">>>()

// -- what RpcGroup allows a handler to return

export const allowed = Digester.toLayer({
  digest: () => Rpc.fork(Effect.succeed(digest(""))),
  read: (_, { rpc }) => Effect.sync(() => (void rpc._tag, Deferred.makeUnsafe<Uint8Array, Unreadable>()))
})
Digester.toLayer({ digest: () => none, read: () => none }, { concurrency: "unbounded" })

// -- refused

// @ts-expect-error a handler is missing
Digester.toLayer({ digest: () => none })
// @ts-expect-error the wrong result
Digester.toLayer({ digest: () => Effect.succeed(1), read: () => none })
// @ts-expect-error an error that the Rpc does not declare
Digester.toLayer({ digest: () => Effect.fail("no"), read: () => none })
Digester.toLayer(
  // @ts-expect-error an ActorError of another actor is no error of this one's: declare it, or turn it into a defect
  Effect.gen(function* () {
    const other = yield* Digester
    return { digest: ({ path }: { path: string }) => other.digest({ path }), read: () => none }
  })
)
// @ts-expect-error no such concurrency
Digester.toLayer({ digest: () => none, read: () => none }, { concurrency: "many" })
