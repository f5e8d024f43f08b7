// plain/plain.ts
import * as Actor from "@stevedore/core/Actor";
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem";
var start = Actor.fromModule(new URL("./math.ts", import.meta.url), { size: 1 });
var math = await Actor.promises(start, { layer: NodeActorSystem.layer() });
var missing = await math.find("a").catch((error) => error);
console.log(await math.add(1, 2), String(missing), Object.keys(math).toSorted().join());
await math[Symbol.asyncDispose]();
