/*
 * A module of plain functions, some of which cannot be jobs.
 */
import * as Effect from "effect/Effect"
import * as Actor from "../src/Actor.ts"
import type { ModuleCall } from "../src/ModuleActor.ts"

export interface Tree {
  readonly left?: Tree
  readonly right?: Tree
  readonly at: Date
}

export const add = (a: number, b: number): number => a + b
export async function slow(n: number, opts?: { readonly by?: number }): Promise<string> {
  return String(n * (opts?.by ?? 1))
}
export const sets = (of: ReadonlySet<string>): Map<string, Set<Date>> =>
  new Map([...of].map((each) => [each, new Set()]))
export const bytes = (view: DataView): Float64Array => new Float64Array(view.byteLength)
export const errors = (cause: Error): ReadonlyArray<TypeError> => [new TypeError("a", { cause })]
export const tree = (tree: Tree): Tree => tree
export const effect = (n: number): Effect.Effect<string, Error> => Effect.succeed(String(n))
export const never = (): never => {
  throw new Error("never")
}
export const any_ = (x: any): any => x
export const rest = (...xs: ReadonlyArray<number>): number => xs.length
export function over(a: string): string
export function over(a: number): number
export function over(a: any): any {
  return a
}
export function identity<A>(a: A): A {
  return a
}
export async function left(this: ModuleCall, url: string): Promise<string> {
  return url
}
export default function isDefault(): boolean {
  return true
}

export function* count(to: number): Generator<number, string> {
  for (let n = 0; n < to; n++) yield n
  return "end"
}
export async function* ticks(): AsyncGenerator<Date> {
  yield new Date()
}
export function* functions(): Generator<() => void> {
  yield () => {}
}
export const readable = (): AsyncIterable<string> => ticks() as never
export const iterated = Actor.stream((_path: string): AsyncIterable<string> => ticks() as never)
export const iteratedLater = Actor.stream(async function (this: ModuleCall, to: number) {
  return new Set([to])
})
export const iteratedFunctions = Actor.stream((): Iterable<() => void> => [])
export const map = (xs: ReadonlyArray<number>, f: (n: number) => number): Array<number> => xs.map(f)
export const nested = (o: { readonly on: { readonly done: () => void } }): void => o.on.done()
export const makeAdder =
  (n: number) =>
  (m: number): number =>
    n + m
export const shared = (memory: SharedArrayBuffer): number => memory.byteLength
export const weak = (map: WeakMap<object, string>): boolean => map.has({})
export const version = "1.0"
export class Thing {
  readonly x = 1
}
