/*
 * What the thread runs: an endless stream, made as far as its reader wants it.
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Counter } from "./counter.protocol.ts"

const isPrime = (n: number): boolean => {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false
  return n > 1
}

export default Counter.toLayer(
  Effect.sync(() => {
    let looked = 0
    const nextPrime = (n: number): number => {
      for (;;) {
        looked++
        if (isPrime(++n)) return n
      }
    }
    return {
      primes: ({ from }) =>
        Stream.suspend(() => {
          let last = from - 1
          return Stream.fromEffectRepeat(Effect.sync(() => (last = nextPrime(last))))
        }).pipe(Stream.ensuring(Effect.log("left by its reader"))),
      looked: () => Effect.sync(() => looked)
    }
  })
)
