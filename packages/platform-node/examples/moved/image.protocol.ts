/*
 * What main and the thread say to each other: pixels, which are moved and not copied.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const Pixels = Job.transfer(Schema.Uint8Array)

export class Images extends Actor.Service<Images>()("example/Images", [
  Rpc.make("invert", { payload: { pixels: Pixels }, success: Pixels }),
  /** Read where they lie in shared memory. */
  Rpc.make("brightness", { payload: { pixels: Pixels }, success: Schema.Number }).annotate(Job.Scoped, true)
]) {}
