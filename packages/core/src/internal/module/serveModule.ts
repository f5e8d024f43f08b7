/**
 * A module of plain functions instead of an entry: what a thread that has imported it serves.
 */
import type * as Layer from "effect/Layer"
import { handlersLayer } from "../hosting/handlersLayer.ts"
import type { InstanceBoot, ModuleFunction, StartFailure } from "../system/control.ts"
import { foundIn } from "./commonJs.ts"
import { defineModule } from "./defineModule.ts"
import { areEqual, exportsOf } from "./moduleExports.ts"
import { handlersOf } from "./moduleHandlers.ts"

type Served =
  | { readonly layer: Layer.Layer<any, any, any>; readonly functions: ReadonlyArray<ModuleFunction> }
  | { readonly mismatch: StartFailure }

/** `undefined` when the thread was started for actors, whose entry exports a Layer. */
export const moduleOf = (instances: ReadonlyArray<InstanceBoot>, module: object): Served | undefined => {
  const instance = instances.find((each) => each.module !== undefined)
  if (instance?.module === undefined) return undefined
  const found = exportsOf(module)
  const { concurrency, functions } = instance.module
  if (found.functions.length === 0) return { mismatch: { _tag: "mismatch", ...noFunctions(module) } }
  if (functions !== undefined && !areEqual(functions, found.functions)) {
    return { mismatch: { _tag: "mismatch", ...otherFunctions(functions, found.functions) } }
  }
  const definition = defineModule(instance.served, found.functions, found.errors)
  const options = { concurrency }
  return {
    layer: handlersLayer(instance.name, instance.served, definition, handlersOf(found), options),
    functions: found.functions
  }
}

/** What is said of a module without any. */
export const noFunctions = (module: object): { readonly expected: string; readonly found: string } => ({
  expected: "functions: export function add(a: number, b: number) { … }",
  found: foundIn(module)
})

/** The file has changed since. */
export const otherFunctions = (expected: ReadonlyArray<ModuleFunction>, found: ReadonlyArray<ModuleFunction>) => ({
  expected: `${listed(expected)}, as the threads before`,
  found: listed(found)
})

const listed = (functions: ReadonlyArray<ModuleFunction>): string =>
  functions.map(({ isStream, name }) => (isStream ? `*${name}` : name)).join(", ")
