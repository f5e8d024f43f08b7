import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const count = Rpc.make("count", { payload: { below: Schema.Int }, success: Schema.Int })
export class Primes extends Actor.Service<Primes>()("app/Primes", [count]) {}
