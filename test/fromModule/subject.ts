/*
 * A module of plain functions, as users write them: nothing here knows of threads.
 */
import * as Effect from "effect/Effect"
import { threadId } from "node:worker_threads"
import type { ModuleCall } from "@stevedore/core/ModuleActor"
import { differs, HttpError, rowOf } from "./rows.ts"

export { HttpError }

/** Where it stands in what is sent: the path of a refusal leads there. */
export interface Box {
  readonly at: readonly [any]
}

export const make = (what: string): Box => ({ at: [rowOf(what).make()] })
export const check = (what: string, { at }: Box): string => differs(rowOf(what), at[0])
export const throwing = (what: string): never => {
  throw rowOf(what).make()
}
export const echo = (value: any): any => value

export const large = (bytes: number): Uint8Array => new Uint8Array(bytes)
export const add = (a: number, b: number): number => a + b
export const slow = async (n: number): Promise<string> => String(await Promise.resolve(n))
export const total = (...all: ReadonlyArray<number>): number => all.reduce((a, b) => a + b, 0)
export const counted = (...all: ReadonlyArray<unknown>): number => all.length
export function withDefault(a: number, b = 10): number {
  return a + b
}
export default function whoami(): number {
  return threadId
}
let calls = 0
export const next = (): number => ++calls

export const fail = (status: number): void => {
  throw new HttpError("refused", status)
}
export const rejects = async (text: string): Promise<never> => {
  await Promise.resolve()
  throw new TypeError(text)
}
export const throwsText = (): never => {
  throw "only a text"
}
export const throwsFunction = (): never => {
  throw () => 1
}
/** More than a message holds, in a field of it and in one of its cause. */
export const throwsLarge = (): never => {
  const body = new Uint8Array(2_000_000)
  const cause = Object.assign(new TypeError("bad"), { code: "E502", text: "x".repeat(2_000_000) })
  throw Object.assign(new HttpError("bad gateway", 502), { body, cause, tries: 3 })
}
/** Errors that know each other, one of them with the body of an answer. */
export const throwsKnowing = (count: number): never => {
  const errors = Array.from({ length: count }, (_, index) => new HttpError(`e${index}`, index))
  for (const error of errors)
    Object.assign(error, Object.fromEntries(errors.map((each) => [`other${each.status}`, each])))
  throw Object.assign(errors[0]!, {
    body: "x".repeat(1_200_000),
    cause: new HttpError("y".repeat(1_200_000), 500),
    request: { method: "GET" }
  })
}
export const throwsDeep = (): never => {
  let error = new Error("the last one")
  for (let i = 0; i < 20_000; i++) error = new Error("one of many", { cause: error })
  throw error
}
export const effect = (n: number) =>
  Effect.map(
    Effect.promise(() => Promise.resolve(n)),
    (n) => n + 1
  )
export const effectFails = (n: number) => Effect.fail(new HttpError("effect", n))
export const effectDies = () => Effect.die(new RangeError("a defect"))

const unreadable = (): never => {
  throw new Error("not to be read")
}
const withGetter = (key: string): object => Object.defineProperty({}, key, { enumerable: true, get: unreadable })
const unreadables = {
  "a Proxy that is revoked": () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  },
  "one of a function": () => {
    const { proxy, revoke } = Proxy.revocable(() => 1, {})
    revoke()
    return proxy
  },
  "a Proxy that does not say what it has": () =>
    new Proxy({}, { has: unreadable, get: unreadable, ownKeys: unreadable }),
  "a Proxy of which nothing can be read": () => new Proxy({ a: 1 }, { get: unreadable }),
  "a then that throws": () => withGetter("then"),
  "a Proxy of an Effect that throws": () => new Proxy(Effect.succeed(1), { get: unreadable })
}
export type Unreadable = keyof typeof unreadables
export const unreadableNames = (): ReadonlyArray<Unreadable> => Object.keys(unreadables) as Array<Unreadable>
/** The result itself, at which is looked whether it is a promise or an Effect. */
export const returnsUnreadable = (what: Unreadable): unknown => unreadables[what]()
export const promisesUnreadable = (what: Unreadable): unknown => Promise.resolve([unreadables[what]()])

let aborted = ""
let running = 0
/** Waits for its signal, and then a while longer, as code that has to clean up. */
export async function waits(this: ModuleCall, text: string): Promise<string> {
  running++
  if (running > 1) throw new Error("two at once")
  // oxlint-disable-next-line oxc/no-this-in-exported-function
  await new Promise<void>((resolve) => this.signal.addEventListener("abort", () => resolve()))
  await new Promise((resolve) => setTimeout(resolve, 5))
  aborted += text
  running--
  return text
}
export const abortedTexts = (): string => aborted

// What is no job: constants and classes.
export const version = "1.0"
export class Thing {}
