/*
 * An entry is checked at compile time: its module's default export has to serve the actor.
 */
import * as Actor from "../src/Actor.ts"
import { Digester } from "./digest.protocol.ts"
import { Hostile } from "./hostile.protocol.ts"

const fits = Actor.entry<typeof import("./digest.thread.ts")>(new URL("./digest.thread.ts", import.meta.url))
Digester.layerThread({ entry: fits })

// @ts-expect-error serves another actor, whose Rpc has the same tag
Digester.layerThread({ entry: Actor.entry<typeof import("./wrong.thread.ts")>("x") })
// @ts-expect-error no default export
Actor.entry<typeof import("./noDefault.thread.ts")>("x")
// @ts-expect-error a requirement was left open
Actor.entry<typeof import("./needy.thread.ts")>("x")
// @ts-expect-error serves another actor
Hostile.layerPool({ entry: fits, size: 1 })

// An entry that serves two is an entry for each.
declare const both: Actor.Entry<Actor.Handlers<Digester> | Actor.Handlers<Hostile>>
Digester.layerThread({ entry: both })
Hostile.layerThread({ entry: both })
// @ts-expect-error but one that serves one is no entry for two
export const two: typeof both = fits
