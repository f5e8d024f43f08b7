/**
 * Whether what is used together on a thread comes from one copy of this package. Two copies (a bundle that does not share what its
 * entries have in common, a package installed twice) know each other's services by their keys, and have memory of their own beneath:
 * what one of them writes the other would not read.
 */
import { InvalidOption } from "../../ActorError.ts"
import { ToldFailures } from "../hosting/toldFailures.ts"
import type { BuiltHandlers } from "../hosting/handlers.ts"
import { ThreadLoop } from "../thread/threadLoop.ts"
import type { SystemRuntime } from "./systemRuntime.ts"

const remedy =
  "have all packages use one copy: `npm ls @stevedore/core` shows where there are two, and a bundler shares what its entries have in common (esbuild: --splitting)"

const two = new InvalidOption({
  option: "@stevedore/core",
  value: "loaded twice: one copy made the actor system, another one this actor",
  remedy
})

/** Why an actor of this copy cannot be served or asked there. */
export const otherCopy = (system: SystemRuntime): InvalidOption | undefined =>
  system.loop instanceof ThreadLoop ? undefined : two

/** As a thread says what it found in its entry; `undefined` where this copy made it. */
export const foreignHandlers = (served: string, handlers: BuiltHandlers) =>
  handlers.told instanceof ToldFailures
    ? undefined
    : {
        expected: `"${served}" of the copy of @stevedore/core that runs the thread`,
        found: `"${served}" of another copy: ${remedy}`
      }
