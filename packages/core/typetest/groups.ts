/*
 * Groups with prefixes and middleware, schemas that need services, and mistakes in the definition itself.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import type * as RpcClient from "effect/rpc/RpcClient"
import * as RpcGroup from "effect/rpc/RpcGroup"
import * as RpcMiddleware from "effect/rpc/RpcMiddleware"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import type { ActorSystem } from "../src/ActorSystem.ts"
import { same, type Same } from "./same.ts"

// -- prefix, merge, middleware: its error joins the Rpc's

class Auth extends RpcMiddleware.Service<Auth, { provides: never }>()("Auth", { error: Schema.Literal("denied") }) {}

const group = RpcGroup.make(Rpc.make("a", { success: Schema.Number }))
  .prefix("x.")
  .merge(RpcGroup.make(Rpc.make("b")))
  .middleware(Auth)

export class Grouped extends Actor.Service<Grouped>()("t/Grouped", group) {}
declare const grouped: Context.Service.Shape<typeof Grouped>
const prefixed = grouped["x.a"]()
same<Same<typeof prefixed, Effect.Effect<number, ActorError | "denied">>>()
const groupedHandlers = Grouped.toLayer({ "x.a": () => Effect.succeed(1), b: () => Effect.void })
same<Same<typeof groupedHandlers, Layer.Layer<Actor.Handlers<Grouped>, never, Auth>>>()

// -- middleware with a client side: required where handlers are made, and where the client's layer is built

class Signed extends RpcMiddleware.Service<Signed, { provides: never }>()("Signed", {
  error: Schema.Literal("denied"),
  requiredForClient: true
}) {}
export class Guarded extends Actor.Service<Guarded>()(
  "t/Guarded",
  RpcGroup.make(Rpc.make("a", { success: Schema.Number })).middleware(Signed)
) {}
same<Same<Layer.Services<typeof Guarded.layerRef>, ActorSystem | RpcMiddleware.ForClient<Signed>>>()

// -- services of schemas: gone from the methods, captured by the layer

export class Secret extends Context.Service<Secret, string>()("Secret") {}
const Sealed = Schema.String.pipe(
  Schema.decodeTo(
    Schema.String,
    SchemaTransformation.transformEffect({
      decode: (text: string) => Effect.map(Secret, (secret) => secret + text),
      encode: (text: string) => Effect.map(Secret, (secret) => secret + text)
    })
  )
)
export class Sealing extends Actor.Service<Sealing>()("t/Sealing", [
  Rpc.make("seal", { payload: { text: Sealed }, success: Sealed })
]) {}
declare const sealing: Context.Service.Shape<typeof Sealing>
const sealed = sealing.seal({ text: "" })
same<Same<typeof sealed, Effect.Effect<string, ActorError>>>()
export const sealClient: RpcClient.FromGroup<typeof Sealing.group, ActorError> = sealing
declare const sealHandlers: Layer.Layer<Actor.Handlers<Sealing>>
const sealLocal = Sealing.layerLocal(sealHandlers)
same<Same<typeof sealLocal, Layer.Layer<Sealing, never, Secret>>>()

// -- mistakes

// @ts-expect-error Missing Self: Actor.Service<Forgot>()
export class Forgot extends Actor.Service()("t/Forgot", []) {}
// @ts-expect-error a class of handlers is no array of Rpcs
Actor.Service<{}>()("t/NoRpcs", { a: 1 })
