/*
 * A ledger of what users have spent. All of one user is on one thread, in order.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Ledger extends Actor.Service<Ledger>()("example/Ledger", [
  Rpc.make("spend", {
    payload: { user: Schema.String, cents: Schema.Int },
    success: Schema.Struct({ thread: Schema.String, total: Schema.Int })
  }).annotate(Job.KeyOf, (payload: { readonly user: string }) => payload.user)
]) {}
