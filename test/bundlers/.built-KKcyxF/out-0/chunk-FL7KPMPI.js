var __defProp = Object.defineProperty;
var __name = (target, value) => __defProp(target, "name", { value, configurable: true });

// quickstart/primes.protocol.ts
import * as Actor from "@stevedore/core/Actor";
import * as Rpc from "effect/rpc/Rpc";
import * as Schema from "effect/Schema";
var count = Rpc.make("count", { payload: { below: Schema.Int }, success: Schema.Int });
var Primes = class extends Actor.Service()("app/Primes", [count]) {
  static {
    __name(this, "Primes");
  }
};

export {
  __name,
  Primes
};
