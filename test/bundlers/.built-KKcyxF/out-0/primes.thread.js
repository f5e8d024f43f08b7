import {
  Primes,
  __name
} from "./chunk-FL7KPMPI.js";

// quickstart/primes.thread.ts
import * as Effect from "effect/Effect";
var isPrime = /* @__PURE__ */ __name((n) => n > 1 && !Array.from({ length: Math.sqrt(n) - 1 }, (_, i) => n % (i + 2)).includes(0), "isPrime");
var upTo = /* @__PURE__ */ __name((below) => Array.from({ length: below }, (_, n) => n), "upTo");
var primes_thread_default = Primes.toLayer({ count: /* @__PURE__ */ __name(({ below }) => Effect.sync(() => upTo(below).filter(isPrime).length), "count") });
export {
  primes_thread_default as default
};
