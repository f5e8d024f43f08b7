import { t as Primes } from "./primes.protocol-DqYTg3jZ.js";
import * as NodeRuntime from "@effect/platform-node/NodeRuntime";
import * as Actor from "@stevedore/core/Actor";
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem";
import * as Effect from "effect/Effect";
// test/bundlers/.built-KKcyxF/quickstart/main.ts
var program = Effect.gen(function* () {
	const primes = yield* Primes;
	console.log(yield* Effect.forEach([100, 1e3], (below) => primes.count({ below }), { concurrency: "unbounded" }));
});
var entry = Actor.entry(new URL("./primes.thread.ts", import.meta.url));
var live = Primes.layerPool({
	entry,
	size: 2,
	slowAfter: "10 seconds"
});
program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), NodeRuntime.runMain);
export {};
