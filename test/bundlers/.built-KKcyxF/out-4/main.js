import { t as Primes } from "./primes.protocol-D4vW5BLS.js";
import * as NodeRuntime from "@effect/platform-node/NodeRuntime";
import * as Actor from "@stevedore/core/Actor";
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem";
import * as Effect from "effect/Effect";
// quickstart/main.ts
const program = Effect.gen(function* () {
	const primes = yield* Primes;
	console.log(yield* Effect.forEach([100, 1e3], (below) => primes.count({ below }), { concurrency: "unbounded" }));
});
const entry = Actor.entry(new URL("./primes.thread.ts", import.meta.url));
const live = Primes.layerPool({
	entry,
	size: 2,
	slowAfter: "10 seconds"
});
program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), NodeRuntime.runMain);
export {};
