/*
 * Plain functions as promises, to be bundled: what the functions are is known at run time only.
 */
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"

const start = Actor.fromModule<typeof import("./math.ts")>(new URL("./math.ts", import.meta.url), { size: 1 })
const math = await Actor.promises(start, { layer: NodeActorSystem.layer() })
const missing = await math.find("a").catch((error: unknown) => error)
console.log(await math.add(1, 2), String(missing), Object.keys(math).toSorted().join())
await math[Symbol.asyncDispose]()
