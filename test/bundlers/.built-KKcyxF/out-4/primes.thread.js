import { t as Primes } from "./primes.protocol-D4vW5BLS.js";
import * as Effect from "effect/Effect";
// quickstart/primes.thread.ts
const isPrime = (n) => n > 1 && !Array.from({ length: Math.sqrt(n) - 1 }, (_, i) => n % (i + 2)).includes(0);
const upTo = (below) => Array.from({ length: below }, (_, n) => n);
var primes_thread_default = Primes.toLayer({ count: ({ below }) => Effect.sync(() => upTo(below).filter(isPrime).length) });
export { primes_thread_default as default };
