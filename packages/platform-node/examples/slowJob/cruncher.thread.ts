/*
 * What the thread runs: it computes, and nothing else of it runs meanwhile.
 */
import * as Effect from "effect/Effect"
import { Cruncher } from "./cruncher.protocol.ts"

const crunch = ({ millis }: { readonly millis: number }) =>
  Effect.sync(() => {
    const end = performance.now() + millis
    while (performance.now() < end) Math.sqrt(end)
  })

export default Cruncher.toLayer({ crunch, crunchAll: crunch })
