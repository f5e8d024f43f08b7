/*
 * A log analyser in Lua on all cores: `node packages/lua/examples/analyser/main.ts [FILE]`. The work is in analyser.lua and reader.lua;
 * here is what they cannot do themselves: read the file, by an Effect that Lua awaits.
 */
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as LuaModule from "@stevedore/lua/LuaModule"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { fileURLToPath } from "node:url"

/** `files.read(path, offset, size)`: so many bytes of a file, fewer at its end. */
const files = LuaModule.layer(
  "files",
  Effect.map(FileSystem.FileSystem, (fs) => ({
    read: LuaModule.typed([Schema.String, Schema.Number, Schema.Number], (path, offset, size) =>
      Effect.gen(function* () {
        const file = yield* fs.open(path)
        yield* file.seek(BigInt(offset), "start")
        return Option.getOrElse(yield* file.readAlloc(size), () => new Uint8Array())
      }).pipe(Effect.scoped)
    )
  }))
)

const program = Effect.gen(function* () {
  const [path = fileURLToPath(new URL("access.log", import.meta.url)), batch] = process.argv.slice(2)
  const main = yield* LuaThread.onMain({ entry: new URL("analyser.lua", import.meta.url) })
  console.log(yield* main.call("analyse", path, batch === undefined ? undefined : Number(batch)))
})

const live = Layer.provideMerge(files, Layer.mergeAll(LuaRuntime.layer(), NodeFileSystem.layer))

program.pipe(
  Effect.scoped,
  Effect.provide(live),
  Effect.provide(NodeActorSystem.layer({ slowAfter: "never", startTimeout: "1 minute" })),
  NodeRuntime.runMain
)
