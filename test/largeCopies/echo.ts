/* An actor that gives back what it gets, and says what its thread has collected for that. */
import { constants, type PerformanceEntry, PerformanceObserver } from "node:perf_hooks"
import { runInNewContext } from "node:vm"
import * as Actor from "@stevedore/core/Actor"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const Collected = Schema.Struct({ young: Schema.Number, whole: Schema.Number, isExposed: Schema.Boolean })

export class Echo extends Actor.Service<Echo>()("test/largeCopies/Echo", [
  Rpc.make("echo", {
    payload: { data: Schema.Uint8Array, note: Schema.optionalKey(Schema.String) },
    success: Schema.Uint8Array
  }),
  Rpc.make("collected", { success: Collected })
]) {}

let [young, whole] = [0, 0]
const count = (entries: ReadonlyArray<PerformanceEntry>): void => {
  for (const entry of entries) {
    const { kind } = (entry as PerformanceEntry & { readonly detail: { readonly kind: number } }).detail
    if (kind === constants.NODE_PERFORMANCE_GC_MINOR) young++
    if (kind === constants.NODE_PERFORMANCE_GC_MAJOR) whole++
  }
}
const observer = new PerformanceObserver((list) => count(list.getEntries()))
observer.observe({ entryTypes: ["gc"] })

/** Since this was asked last. Whether a new context has `gc` says whether the flag is back where it was. */
export const collected = Effect.sync((): typeof Collected.Type => {
  count(observer.takeRecords())
  const here = { young, whole, isExposed: runInNewContext("typeof gc") !== "undefined" }
  ;[young, whole] = [0, 0]
  return here
})

export const handlers = Echo.toLayer({ echo: ({ data }) => Effect.succeed(data), collected: () => collected })
