import {
  Primes
} from "./chunk-FL7KPMPI.js";

// quickstart/main.ts
import * as NodeRuntime from "@effect/platform-node/NodeRuntime";
import * as Actor from "@stevedore/core/Actor";
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem";
import * as Effect from "effect/Effect";
var program = Effect.gen(function* () {
  const primes = yield* Primes;
  console.log(yield* Effect.forEach([100, 1e3], (below) => primes.count({ below }), { concurrency: "unbounded" }));
});
var entry2 = Actor.entry(new URL("./primes.thread.ts", import.meta.url));
var live = Primes.layerPool({ entry: entry2, size: 2, slowAfter: "10 seconds" });
program.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), NodeRuntime.runMain);
