import { yo as Service } from "./encodePayload-AGXTCbTQ.js";
// ../../../packages/core/src/CurrentThread.ts
/**
* Which thread this code runs on.
*/
/**
* The thread that runs the current handler. Provided to every entry module and to every handler, on any thread. `id` is unique in its actor system and never used again; names may be.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Rpc from "effect/rpc/Rpc"
* import * as Schema from "effect/Schema"
* import * as Actor from "@stevedore/core/Actor"
* import { CurrentThread } from "@stevedore/core/CurrentThread"
*
* class Who extends Actor.Service<Who>()("docs/Who", [Rpc.make("name", { success: Schema.String })]) {}
*
* const program = Effect.gen(function*() {
*   const who = yield* Who
*   assert.equal(yield* who.name(), "main")
* })
* const handlers = Who.toLayer({ name: () => Effect.map(CurrentThread, (thread) => thread.name) })
* await Effect.runPromise(Effect.provide(program, Who.layerLocal(handlers)))
* ```
*/
var CurrentThread = class extends Service()("@stevedore/core/CurrentThread") {};
export { CurrentThread as t };
