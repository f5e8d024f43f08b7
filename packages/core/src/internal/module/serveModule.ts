/**
 * A module of plain functions instead of an entry: what a thread that has imported it serves.
 */
import type * as Layer from "effect/Layer"
import { handlersLayer } from "../hosting/handlersLayer.ts"
import type { InstanceBoot, StartFailure } from "../system/control.ts"
import { defineModule } from "./defineModule.ts"
import { exportsOf } from "./moduleExports.ts"
import { handlersOf } from "./moduleHandlers.ts"

type Served =
  | { readonly layer: Layer.Layer<any, any, any>; readonly functions: ReadonlyArray<string> }
  | { readonly mismatch: StartFailure }

/** `undefined` when the thread was started for actors, whose entry exports a Layer. */
export const moduleOf = (instances: ReadonlyArray<InstanceBoot>, module: object): Served | undefined => {
  const instance = instances.find((each) => each.module !== undefined)
  if (instance?.module === undefined) return undefined
  const found = exportsOf(module)
  const { concurrency, names } = instance.module
  if (found.names.length === 0) return { mismatch: { _tag: "mismatch", ...noFunctions(module) } }
  if (names !== undefined && names.join() !== found.names.join()) {
    return { mismatch: { _tag: "mismatch", ...otherFunctions(names, found.names) } }
  }
  const definition = defineModule(instance.served, found.names, found.errors)
  const options = { concurrency }
  return {
    layer: handlersLayer(instance.name, instance.served, definition, handlersOf(found), options),
    functions: found.names
  }
}

/** What is said of a module without any. */
export const noFunctions = (module: object): { readonly expected: string; readonly found: string } => {
  const names = Object.keys(module)
  return {
    expected: "functions: export function add(a: number, b: number) { … }",
    found: names.length === 0 ? "nothing" : `no function (it exports ${names.join(", ")})`
  }
}

/** The file has changed since. */
export const otherFunctions = (expected: ReadonlyArray<string>, found: ReadonlyArray<string>) => ({
  expected: `${expected.join(", ")}, as the threads before`,
  found: found.join(", ")
})
