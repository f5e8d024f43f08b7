/**
 * Modules of plain functions as actors: on threads, whose functions are known when the first of them has started, or here.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { ActorError, type ActorErrorReason, EntryMismatch } from "../../ActorError.ts"
import type { ActorSystem } from "../../ActorSystem.ts"
import type { ModuleLocalOptions, ModuleOptions } from "../../ModuleActor.ts"
import * as ActorLayers from "../actorLayers.ts"
import type { Definition } from "../defineGroup.ts"
import { checkConcurrency } from "../hosting/handlersLayer.ts"
import { hostLayer, type HostedPart } from "../hostLayer.ts"
import { invalid } from "../options.ts"
import type { ModuleFunction } from "../system/control.ts"
import { defineModule } from "./defineModule.ts"
import { areEqual, classesByName, exportsOf } from "./moduleExports.ts"
import { handlersOf } from "./moduleHandlers.ts"
import { jobsOf } from "./moduleJobs.ts"
import { noFunctions, otherFunctions } from "./serveModule.ts"

type Jobs = Record<string, unknown>

const failure = (name: string, reason: ActorErrorReason): ActorError =>
  new ActorError({ reason, actor: name, job: "", thread: "", started: false })

/** Starts threads that import the module, and gives its functions as jobs, for as long as the scope is open. */
export const onThreads = (
  url: string | { readonly href: string },
  options: ModuleOptions = {}
): Effect.Effect<Jobs, ActorError, ActorSystem | Scope.Scope> =>
  Effect.suspend(() => {
    const href: unknown = typeof url === "string" ? url : (url as { readonly href: string } | null | undefined)?.href
    if (typeof href !== "string") {
      const remedy = 'use Actor.fromModule<typeof import("./x.ts")>(new URL("./x.ts", import.meta.url))'
      return Effect.fail(failure("", invalid("module", url, remedy)))
    }
    const wrong = invalidOptions(options)
    if (wrong !== undefined) return Effect.fail(failure(nameOf(href), wrong))
    const name = options.name ?? nameOf(href)
    const tag = Context.Service<any, Jobs>(name)
    const entry = { "~@stevedore/core/Entry": () => {}, url: href }
    const threadName = (index: number): string => (options.size === 1 ? name : `${name}-${index}`)
    const layer = hostLayer([partOf(name, tag, href, options)], { ...options, name, entry }, options.size, threadName)
    return Effect.map(Layer.build(layer), (context) => jobsOf(Context.get(context, tag)))
  })

/** The same on this very thread, as `layerLocal` does it. */
export const here = (module: object, options: ModuleLocalOptions = {}): Effect.Effect<Jobs, ActorError, Scope.Scope> =>
  Effect.suspend(() => {
    const wrong = invalidOptions(options)
    if (wrong !== undefined) return Effect.fail(failure("module", wrong))
    const name = options.name ?? "module"
    if (typeof module !== "object" || module === null) {
      const remedy = 'import * as math from "./math.ts", and give it math'
      return Effect.fail(failure(name, invalid("module", module, remedy)))
    }
    const found = exportsOf(module)
    if (found.functions.length === 0) {
      return Effect.fail(failure(name, new EntryMismatch({ entry: "the module", ...noFunctions(module) })))
    }
    const errors = new Map([...found.errors, ...classesByName(options.errors ?? [])])
    const tag = Context.Service<any, Jobs>(name)
    const layers = ActorLayers.make(tag, name, name, defineModule(name, found.functions, errors))
    const handlers = layers.toLayer(handlersOf(found), { concurrency: options.concurrency })
    return Effect.map(Layer.build(layers.layerLocal(handlers, options)), (context) => jobsOf(Context.get(context, tag)))
  })

const partOf = (name: string, tag: Context.Key<any, Jobs>, url: string, options: ModuleOptions): HostedPart => {
  const errors = classesByName(options.errors ?? [])
  let definition: Definition | undefined
  let known: ReadonlyArray<ModuleFunction> | undefined
  return {
    id: name,
    served: name,
    tag,
    // The names are compared instead.
    fingerprint: "",
    // Known when the first thread has started.
    get jobs() {
      return known?.map((each) => each.name) ?? []
    },
    slowAfter: {},
    clientOf: (system, routing) =>
      ActorLayers.make(tag, name, name, definition!)["~@stevedore/core/Part"].clientOf(system, routing),
    module: {
      boot: () => ({ concurrency: options.concurrency ?? 1, functions: known }),
      learn: (functions) => {
        if (known === undefined) {
          known = functions
          definition = defineModule(name, functions, errors)
        } else if (!areEqual(known, functions)) {
          return new EntryMismatch({ entry: url, ...otherFunctions(known, functions) })
        }
        return undefined
      }
    }
  }
}

const nameOf = (href: string): string => /([^/]+?)(?:\.[a-z]+)*(?:[?#].*)?$/.exec(href)?.[1] ?? href

const invalidOptions = (options: ModuleLocalOptions): ActorErrorReason | undefined => {
  if (typeof options !== "object" || options === null) {
    return invalid("options", options, "give an object, such as { concurrency: 2 }")
  }
  const { concurrency, errors, name } = options
  if (name !== undefined && (typeof name !== "string" || name === "")) {
    return invalid("name", name, "give the module a name: a text that is not empty")
  }
  const isClass = (each: unknown): boolean => typeof each === "function" && each.prototype instanceof Error
  if (errors !== undefined && !(Array.isArray(errors) && errors.every(isClass))) {
    return invalid("errors", errors, "list classes of errors: errors: [HttpError]")
  }
  return concurrency === undefined ? undefined : checkConcurrency(concurrency)
}
