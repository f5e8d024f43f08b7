import * as Actor from "@stevedore/core/Actor";
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem";
// plain/plain.ts
const start = Actor.fromModule(new URL("./math.ts", import.meta.url), { size: 1 });
const math = await Actor.promises(start, { layer: NodeActorSystem.layer() });
const missing = await math.find("a").catch((error) => error);
console.log(await math.add(1, 2), String(missing), Object.keys(math).toSorted().join());
await math[Symbol.asyncDispose]();
export {};
