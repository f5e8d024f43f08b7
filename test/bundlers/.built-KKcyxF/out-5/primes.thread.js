import { Dr as sync } from "./handlers-LJr5_m9_.js";
import { t as Primes } from "./primes.protocol-C6nUBfOx.js";
// quickstart/primes.thread.ts
const isPrime = (n) => n > 1 && !Array.from({ length: Math.sqrt(n) - 1 }, (_, i) => n % (i + 2)).includes(0);
const upTo = (below) => Array.from({ length: below }, (_, n) => n);
var primes_thread_default = Primes.toLayer({ count: ({ below }) => sync(() => upTo(below).filter(isPrime).length) });
export { primes_thread_default as default };
