/*
 * The types of plain functions as jobs: what a module's exports become, and what cannot be called because it cannot work.
 */
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import type { ActorSystem } from "../src/ActorSystem.ts"
import type {
  ModuleActor,
  ModuleCall,
  ModuleJob,
  ModuleStream,
  PromiseJob,
  Promises,
  PromiseStream
} from "../src/ModuleActor.ts"
import * as Routing from "../src/Routing.ts"
import type * as math from "./math.ts"
import { same, type Same } from "./same.ts"

const start = Actor.fromModule<typeof math>(new URL("./math.ts", "file:///"))
same<Same<typeof start, Effect.Effect<ModuleActor<typeof math>, ActorError, ActorSystem | Scope.Scope>>>()
declare const jobs: ModuleActor<typeof math>

// -- what is there

same<Same<Effect.Success<ReturnType<typeof jobs.add>>, number>>()
same<Same<Effect.Error<ReturnType<typeof jobs.add>>, ActorError>>()
same<Same<Effect.Services<ReturnType<typeof jobs.add>>, never>>()
same<Same<typeof jobs.slow, ModuleJob<[n: number, opts?: { readonly by?: number } | undefined], string>>>()
same<Same<typeof jobs.sets, ModuleJob<[of: ReadonlySet<string>], Map<string, Set<Date>>>>>()
same<Same<typeof jobs.bytes, ModuleJob<[view: DataView], Float64Array>>>()
same<Same<typeof jobs.errors, ModuleJob<[cause: Error], ReadonlyArray<TypeError>>>>()
same<Same<typeof jobs.tree, ModuleJob<[tree: math.Tree], math.Tree>>>()
same<Same<typeof jobs.effect, ModuleJob<[n: number], string>>>()
same<Same<typeof jobs.never, ModuleJob<[], never>>>()
same<Same<typeof jobs.any_, ModuleJob<[x: any], any>>>()
same<Same<typeof jobs.default, ModuleJob<[], boolean>>>()
jobs.rest(1, 2, 3)
jobs.rest.tell(1)
jobs.add.with({ timeout: "1 second" }).with({ headers: {} })(1, 2)
jobs.add.submit(1, 2)
same<Same<typeof jobs.count, ModuleStream<[to: number], number>>>()
same<Same<ReturnType<typeof jobs.ticks>, Stream.Stream<Date, ActorError>>>()
jobs.count.with({ streamBufferSize: 8, timeout: "1 second" })(3)
same<Same<typeof jobs.iterated, ModuleStream<[_path: string], string>>>()
same<Same<typeof jobs.iteratedLater, ModuleStream<[to: number], number>>>()
/** Overloads: the last one. Type parameters: unknown. */
same<Same<Parameters<typeof jobs.over>, [a: number]>>()
same<Same<Effect.Success<ReturnType<typeof jobs.identity>>, unknown>>()
/** `this` is no argument. */
same<Same<Parameters<typeof jobs.left>, [url: string]>>()
same<Same<ModuleCall["signal"], AbortSignal>>()

// -- what is not

same<Same<Extract<keyof typeof jobs, "version" | "Thing" | "then">, never>>()
// @ts-expect-error a function as parameter
jobs.map([1], (n: number) => n)
// @ts-expect-error a function inside of a parameter
jobs.nested({ on: { done: () => {} } })
// @ts-expect-error a function as result
jobs.makeAdder(1)
// @ts-expect-error shared memory
jobs.shared(new SharedArrayBuffer(8))
// @ts-expect-error what only weakly holds
jobs.weak(new WeakMap())
// @ts-expect-error functions as elements
jobs.functions()
// @ts-expect-error functions as elements of what `Actor.stream` iterates
jobs.iteratedFunctions()
// @ts-expect-error an iterable that is no generator
jobs.readable()
// @ts-expect-error a stream is not submitted
void jobs.count.submit
// @ts-expect-error a wrong argument
jobs.add(1, "2")
// @ts-expect-error one too many
jobs.add(1, 2, 3)
// @ts-expect-error a constant
void jobs.version

// -- here, and as promises

const here = Actor.fromModuleLocal({ add: (a: number, b: number) => a + b })
same<Same<Effect.Services<typeof here>, Scope.Scope>>()

const promises = Actor.promises(jobs, { signal: new AbortController().signal })
same<Same<typeof promises, Promises<ModuleActor<typeof math>>>>()
same<Same<typeof promises.add, PromiseJob<[a: number, b: number], number>>>()
same<Same<ReturnType<typeof promises.slow>, Promise<string>>>()
promises.add.with({ signal: AbortSignal.timeout(1), timeout: 10 })(1, 2)
same<Same<typeof promises.count, PromiseStream<[to: number], number>>>()
same<Same<ReturnType<typeof promises.ticks>, AsyncIterable<Date>>>()
// @ts-expect-error still refused
promises.makeAdder(1)

const alone = Actor.promises(here, { layer: null as never })
same<Same<typeof alone, Promise<Promises<ModuleActor<{ add: (a: number, b: number) => number }>> & AsyncDisposable>>>()
// @ts-expect-error what it needs has to be provided
Actor.promises(start, {})

// -- options

Actor.fromModule<typeof math>("file:///math.ts", { size: 4, concurrency: "unbounded", errors: [TypeError] })
Actor.fromModule<typeof math>("file:///math.ts", { routing: Routing.consistentKey(([user]) => user as string) })
Actor.fromModule<typeof math>("file:///math.ts", { routing: Routing.consistentKey((_, { tag }) => tag) })
// @ts-expect-error no errors
Actor.fromModule<typeof math>("file:///math.ts", { errors: [Date] })
// @ts-expect-error no number
Actor.fromModule<typeof math>("file:///math.ts", { size: "4" })
