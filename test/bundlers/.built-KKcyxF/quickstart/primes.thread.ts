import * as Effect from "effect/Effect"
import { Primes } from "./primes.protocol.ts"

const isPrime = (n: number) => n > 1 && !Array.from({ length: Math.sqrt(n) - 1 }, (_, i) => n % (i + 2)).includes(0)
const upTo = (below: number) => Array.from({ length: below }, (_, n) => n)
export default Primes.toLayer({ count: ({ below }) => Effect.sync(() => upTo(below).filter(isPrime).length) })
