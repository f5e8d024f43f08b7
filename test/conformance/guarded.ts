/*
 * An actor with everything around its handlers: middleware on both sides, services that schemas need, names that other
 * libraries reserve, and payloads that make themselves.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcMiddleware from "effect/rpc/RpcMiddleware"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

export class Denied extends Schema.TaggedError<Denied>()("Denied", { who: Schema.String }) {}

/** What the middleware provides to handlers. */
export class Caller extends Context.Service<Caller, { readonly name: string }>()("test/Caller") {}

/** What the middleware needs on the thread. */
export class Guests extends Context.Service<Guests, ReadonlyArray<string>>()("test/Guests") {}

/** The client side never sends this one. */
export class Offline extends Schema.TaggedError<Offline>()("Offline", {}) {}

export class Door extends RpcMiddleware.Service<Door, { provides: Caller; requires: Guests; clientError: Offline }>()(
  "test/Door",
  { error: Denied, requiredForClient: true }
) {}

/** What the schema needs, on both sides. */
export class Rate extends Context.Service<Rate, { readonly perUnit: number }>()("test/Rate") {}

/** Units here, money on the wire. */
export const Units = Schema.Number.pipe(
  Schema.decodeTo(Schema.Number, {
    decode: SchemaGetter.transformEffect((money: number) => Effect.map(Rate, (rate) => money / rate.perUnit)),
    encode: SchemaGetter.transformEffect((units: number) => Effect.map(Rate, (rate) => units * rate.perUnit))
  })
)

const named = (name: string) => Rpc.make(name, { payload: { n: Schema.Number }, success: Schema.String })

export const hostileNames = [
  "tell",
  "submit",
  "then",
  "name",
  "call",
  "apply",
  "bind",
  "prototype",
  "constructor",
  "toString",
  "valueOf",
  "__proto__",
  "hasOwnProperty",
  "key",
  "of",
  "pipe",
  "layerLocal",
  "a.b/c d",
  "ünïcödé 🚢"
] as const

export class Guarded extends Actor.Service<Guarded>()("test/Guarded", [
  Rpc.make("greet", { payload: { guest: Schema.String }, success: Schema.String }).middleware(Door),
  Rpc.make("double", { payload: { units: Units }, success: Units }),
  Rpc.make("stamped", {
    payload: { id: Schema.String, at: Schema.String.pipe(Schema.withConstructorDefault(Effect.succeed("now"))) },
    success: Schema.String
  }),
  ...hostileNames.map(named)
]) {}

const hostile = Object.fromEntries(
  hostileNames.map((name) => [name, ({ n }: { readonly n: number }) => Effect.succeed(`${name} ${n}`)])
) as unknown as Record<(typeof hostileNames)[number], (payload: { readonly n: number }) => Effect.Effect<string>>
// An object literal would set the prototype instead.
Object.defineProperty(hostile, "__proto__", {
  enumerable: true,
  value: ({ n }: { readonly n: number }) => Effect.succeed(`__proto__ ${n}`)
})

const doorServer = Layer.succeed(Door, (effect, { headers, payload }) =>
  Effect.gen(function* () {
    const guests = yield* Guests
    const name = headers["x-guest"] ?? (payload as { readonly guest: string }).guest
    if (!guests.includes(name)) return yield* new Denied({ who: name })
    return yield* Effect.provideService(effect, Caller, { name })
  })
)

/** Changes what is sent, and refuses to send some. */
export const doorClient = RpcMiddleware.layerClient(Door, ({ next, request }) => {
  const { guest } = request.payload as { readonly guest: string }
  if (guest === "nobody") return new Offline()
  if (guest === "with a badge") return next({ ...request, headers: Headers.set(request.headers, "x-guest", "ada") })
  return next({ ...request, payload: { guest: guest.trim() } as never })
})

export const guardedHandlers = Guarded.toLayer(
  Object.defineProperties(
    {
      greet: () => Effect.map(Caller, (caller) => `hello ${caller.name}`),
      double: ({ units }: { readonly units: number }) => Effect.succeed(units * 2),
      stamped: ({ at, id }: { readonly at: string; readonly id: string }) => Effect.succeed(`${id} ${at}`)
    },
    Object.getOwnPropertyDescriptors(hostile)
  ) as any
).pipe(
  Layer.provide(doorServer),
  Layer.provide(Layer.succeed(Guests, ["ada", "grace"])),
  Layer.provide(Layer.succeed(Rate, { perUnit: 3 }))
) as Layer.Layer<Actor.Handlers<Guarded>>

/** The client side's services: another rate would show as other units. */
export const guardedClient = Layer.merge(doorClient, Layer.succeed(Rate, { perUnit: 3 }))
