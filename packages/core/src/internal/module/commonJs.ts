/**
 * What a CommonJS module exports, as seen by `import()`: Node finds some of its names by reading its source, and gives all of it as
 * `default` and, since Node 23, as "module.exports"; on Node 22 the platform adds that name. On the thread that has imported it.
 */
import { shown } from "../options.ts"

/** Under this name stands what a CommonJS module exports. */
const commonJs = "module.exports"

type Names = Record<string, unknown>

const isObject = (value: unknown): value is Names =>
  (typeof value === "object" && value !== null) || typeof value === "function"

/** Says that it was an ES module before TypeScript, Babel or a bundler wrote it as CommonJS: its `default` is one of its properties. */
const wasEsModule = (whole: Names): boolean => whole["__esModule"] === true

const wholeOf = (imported: Names): unknown => {
  // A module that exports `then` is whatever that gives.
  if (!isObject(imported)) return undefined
  if (commonJs in imported) return imported[commonJs]
  // Node 22, without the platform: an ES module has no such `default`.
  const { default: whole } = imported
  return imported["__esModule"] === true && isObject(whole) && wasEsModule(whole) ? whole : undefined
}

/**
 * What a module exports by name; of CommonJS all of it, whatever its source looks like: the properties of `module.exports`, `default`
 * among them. A function that is `module.exports` is `default` itself, unless it was an ES module with another one.
 */
export const namedOf = (imported: object): Names => {
  const whole = wholeOf(imported as Names)
  if (!isObject(whole)) return imported as Names
  const { [commonJs]: _, default: ofNode, ...found } = imported as Names
  const own: Names = { ...whole }
  const named = { ...found, ...own }
  const isOwn = "default" in own && (typeof whole !== "function" || wasEsModule(whole))
  // The whole is no export of its own where it cannot be called.
  if (!isOwn && (ofNode !== whole || typeof whole === "function")) named["default"] = ofNode
  return named
}

/** Such names are all that is said of them. */
const NAMES = 5

/** Of a module without any function: what it exports instead. */
export const foundIn = (imported: object): string => {
  const whole = wholeOf(imported as Names)
  const names = Object.keys(namedOf(imported)).filter((name) => name !== "__esModule")
  if (whole === undefined || (isObject(whole) && names.length > 0)) {
    return names.length === 0 ? "nothing" : `no function (it exports ${names.join(", ")})`
  }
  if (!isObject(whole)) return `no function (module.exports is ${shown(whole)})`
  if (typeof whole["then"] === "function") {
    return "no function (module.exports is a promise: export functions that await it)"
  }
  const hidden = hiddenFunctions(whole)
  if (hidden.length === 0) return "nothing"
  const named = hidden.length > NAMES ? [...hidden.slice(0, NAMES), "…"] : hidden
  const name: unknown = Object.getPrototypeOf(whole)?.constructor?.name
  const what = typeof name === "string" && name !== "" && name !== "Object" ? `an instance of ${name}` : "an object"
  const where = "on its prototype or not enumerable: export functions that call these"
  return `no function (module.exports is ${what}, with ${named.join(", ")} ${where})`
}

/** Those of its prototypes, and those that are not enumerable: nobody who lists what it exports finds them. */
const hiddenFunctions = (whole: object): ReadonlyArray<string> => {
  const names = new Set<string>()
  for (let at: any = whole; at !== null && at !== Object.prototype && at !== Function.prototype;) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value === "function" && name !== "constructor") names.add(name)
    }
    at = Object.getPrototypeOf(at)
  }
  return [...names]
}
