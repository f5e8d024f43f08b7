/*
 * A main with nothing but what it waits for, as in the examples of the docs: `node main.ts <what>`.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Mover, Thing, Where } from "./movers.ts"

const entry = Actor.entry<typeof import("./mover.thread.ts")>(new URL("./mover.thread.ts", import.meta.url))

const cases = {
  "moves an object away": Effect.gen(function* () {
    const directory = yield* Directory.Directory
    const id = yield* directory.claim(Thing, 1)
    yield* directory.move(id, "mover")
    return yield* directory.callTo(id, Where)
  }),
  "fetches an object": Effect.gen(function* () {
    const [directory, mover] = [yield* Directory.Directory, yield* Mover]
    const id = yield* mover.claim()
    yield* directory.move(id, "main")
    return yield* directory.callTo(id, Where)
  }),
  "releases an object elsewhere": Effect.gen(function* () {
    const [directory, mover] = [yield* Directory.Directory, yield* Mover]
    const id = yield* mover.claim()
    yield* directory.release(id)
    return (yield* Effect.flip(directory.callTo(id, Where))).reason._tag
  })
}

const program = Effect.gen(function* () {
  const directory = yield* Directory.Directory
  yield* directory.serve(Thing, { where: () => Effect.succeed("main") })
  return yield* cases[process.argv[2] as keyof typeof cases]
})

const layers = Layer.merge(Directory.layer(), Mover.layerThread({ entry, name: "mover" }))
console.log(
  await Effect.runPromise(program.pipe(Effect.provide(layers), Effect.provide(NodeActorSystem.layer()), Effect.scoped))
)
