import * as Actor from "@stevedore/core/Actor";
import * as Rpc from "effect/rpc/Rpc";
import * as Schema from "effect/Schema";
// quickstart/primes.protocol.ts
const count = Rpc.make("count", {
	payload: { below: Schema.Int },
	success: Schema.Int
});
var Primes = class extends Actor.Service()("app/Primes", [count]) {};
export { Primes as t };
