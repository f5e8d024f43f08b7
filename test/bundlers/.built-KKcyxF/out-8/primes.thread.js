import { t as Primes } from "./primes.protocol-DqYTg3jZ.js";
import * as Effect from "effect/Effect";
// test/bundlers/.built-KKcyxF/quickstart/primes.thread.ts
var isPrime = (n) => n > 1 && !Array.from({ length: Math.sqrt(n) - 1 }, (_, i) => n % (i + 2)).includes(0);
var upTo = (below) => Array.from({ length: below }, (_, n) => n);
var primes_thread_default = Primes.toLayer({ count: ({ below }) => Effect.sync(() => upTo(below).filter(isPrime).length) });
export { primes_thread_default as default };
