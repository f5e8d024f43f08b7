/** Pieces of generated source. Names and literals reach it only as JSON or as constants. */
import type { Arrays, Plan } from "./plan.ts"
import type { Reshape, Settings } from "./reshape.ts"

/** Beyond this a nested struct becomes a function of its own: V8 does not optimise endless ones. */
export const inlineLimit = 300

/** The source of one function, its helpers and its constants. */
export class Source {
  readonly constants: Array<unknown> = []
  readonly helpers: Array<string> = []
  next = 0
  size = 0

  name(): string {
    return `v${this.next++}`
  }

  constant(value: unknown): string {
    const known = this.constants.indexOf(value)
    const index = known === -1 ? this.constants.push(value) - 1 : known
    return `C${index}`
  }

  /** A function of one argument, named in the source. */
  helper(body: (input: string, out: Array<string>) => string): string {
    const name = `f${this.next++}`
    const out: Array<string> = []
    const result = body("x", out)
    this.helpers.push(`function ${name}(x){${out.join(";")};return ${result}}`)
    return name
  }
}

/** A literal as it stands in the source. */
export const literal = (value: unknown): string | undefined => {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value)
    case "number":
      return Object.is(value, -0) ? "-0" : String(value)
    case "boolean":
      return String(value)
    case "bigint":
      return `${value}n`
    default:
      return undefined
  }
}

/** What the generators need from whoever compiles. */
export interface Host {
  readonly settings: Settings
  /** The function of a whole plan, made at the first call. */
  readonly lazily: (plan: () => Plan) => Reshape
}

/** A key as it stands in an access. */
export const keyOf = (key: PropertyKey, source: Source): string =>
  typeof key === "string" ? JSON.stringify(key) : source.constant(key)

/** Computed where it could be special. */
export const literalKey = (key: PropertyKey, source: Source): string =>
  typeof key === "string" && key !== "__proto__" ? JSON.stringify(key) : `[${keyOf(key, source)}]`

export const presence = (key: PropertyKey, value: string, source: Source): string =>
  key === "__proto__" ? `H(${value},"__proto__")` : `${keyOf(key, source)} in ${value}`

// ---------------------------------------------------------------------------------------------- encode

/** The result of a call that may refuse. */
export const refused = (call: string, out: Array<string>, source: Source): string => {
  const result = source.name()
  out.push(`const ${result}=${call}`, `if(${result}===N)return N`)
  return result
}

export const isList = (plan: Arrays): boolean =>
  plan.elements.length === 0 && plan.rest !== undefined && plan.tail.length === 0

export const isTuple = (plan: Arrays): boolean => plan.rest === undefined && plan.minimum === plan.elements.length

/** Returns when one of the plan's checks fails. */
export const check = (host: Host, plan: Plan, value: string, out: Array<string>, source: Source): void => {
  if (!host.settings.checked) return
  for (const each of plan.checks) {
    out.push(`if(${source.constant(each)}.run(${value},${source.constant(plan.ast)},O)!==undefined)return N`)
  }
}
