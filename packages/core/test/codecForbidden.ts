/** Run by `codec.test.ts` in a process of its own, with and without permission to generate code. */
import * as Context from "effect/Context"
import * as Codec from "../src/Codec.ts"
import { isAllowed } from "../src/internal/codec/generated.ts"
import { NineFields } from "./codecShapes.ts"

const codec = Codec.make(NineFields).bind(Context.empty())
const length = codec.encode({
  id: 1,
  name: "n",
  tags: ["a"],
  origin: { x: 1, y: 2 },
  state: { _tag: "Busy", since: new Date(1), by: "b" },
  bytes: new Uint8Array([1, 2]),
  at: new Date(2)
})
const bytes = Codec.scratch.bytes.slice(0, length)
console.log(`generated: ${isAllowed}`)
console.log(JSON.stringify([[...bytes], codec.decode(bytes, 0, length)]))
