/*
 * A module that is made without services takes no function that needs one; one that is made by an effect needs what its functions do.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { same, type Same } from "../../core/typetest/same.ts"
import * as LuaModule from "../src/LuaModule.ts"
import type { LuaRuntime } from "../src/LuaRuntime.ts"
import { results } from "../src/LuaValue.ts"

class Tide extends Context.Service<Tide, { readonly metres: Effect.Effect<number> }>()("Tide") {}
const tide = () => Tide.use((tide) => tide.metres)

// -- without services

LuaModule.make("sea", {
  name: "north",
  depth: (x: number) => x * 2,
  sound: (x: number) => (x > 0 ? Effect.succeed(x) : Effect.fail("aground")),
  both: () => results(1, 2),
  nothing: () => {},
  later: () => Promise.resolve(1),
  unknown: (): any => 1,
  checked: LuaModule.typed([Schema.Number], (x) => Effect.succeed(x)),
  inside: { list: [1, 2], map: new Map(), deep: { f: () => Effect.void } }
})
declare const fields: LuaModule.Fields
LuaModule.make("sea", fields)
declare const record: { readonly [name: string]: () => Effect.Effect<number> }
LuaModule.make("sea", record)
type Tree = { readonly left?: Tree; readonly right?: Tree }
declare const tree: Tree
LuaModule.make("sea", { tree })

// -- with them

// @ts-expect-error it needs the Tide
LuaModule.make("sea", { tide })
// @ts-expect-error so it does where it may give something else
LuaModule.make("sea", { name: "north", tide: (known?: number) => known ?? tide() })
// @ts-expect-error and in a table
LuaModule.make("sea", { inside: { tide } })
// @ts-expect-error and where its arguments are checked
LuaModule.make("sea", { tide: LuaModule.typed([Schema.Number], tide) })
declare const needy: LuaModule.Fields<Tide>
// @ts-expect-error and where it is known by its type alone
LuaModule.make("sea", needy)

const sea = LuaModule.effect("sea", { name: "north", tide })
same<Same<typeof sea, Effect.Effect<LuaModule.LuaModule, never, Tide>>>()
const layer = LuaModule.layer("sea", { tide })
same<Same<typeof layer, Layer.Layer<never, never, LuaRuntime | Tide>>>()
