/*
 * Where in a value something is, as Lua would write it: `a.b[3]["x y"]`. Packing and unpacking leave the keys that they are below
 * in a trail; it becomes text only when something is wrong there.
 */
import { fengari } from "../fengari/load.ts"
import type { TValue } from "../fengari/types.ts"
import { asText } from "../state/asText.ts"
import { shown } from "../state/bytes.ts"
import { BIGINT, BOOLEAN, FLOAT, INTEGER, SHORT_STRING, STRING } from "./values.ts"

/** For each level the key that is looked at there: an index of an array, or what a map has. */
export type Trail = Array<TValue | number>

/** A key that is longer is cut: the path goes into a message. */
const LONGEST_KEY = 60

const name = /^[A-Za-z_]\w*$/

const quoted = (text: string): string => {
  const cut = text.length > LONGEST_KEY ? `${text.slice(0, LONGEST_KEY)}…` : text
  return name.test(cut) ? cut : JSON.stringify(cut)
}

const part = (key: TValue | number): string => {
  if (typeof key === "number") return `[${key}]`
  switch (key.type) {
    case STRING:
    case SHORT_STRING: {
      const text = quoted(fengari.to_jsstring(key.svalue(), 0, 4 * LONGEST_KEY, true))
      return text.startsWith('"') ? `[${text}]` : `.${text}`
    }
    case INTEGER:
    case FLOAT:
    case BIGINT:
    case BOOLEAN:
      return `[${key.value}]`
    default:
      return "[?]"
  }
}

/** The path of what is `depth` levels down. */
export const pathOf = (trail: Trail, depth: number): string =>
  trail.slice(0, depth).map(part).join("").replace(/^\./, "")

/** A key of a map of JavaScript in a path: bytes as the text that they are to Lua. One may fail to be read. */
export const keyIn = (key: unknown): unknown => {
  if (typeof key !== "object" || key === null) return key
  try {
    return key instanceof Uint8Array ? shown(key.subarray(0, LONGEST_KEY)) : "?"
  } catch {
    return "?"
  }
}

/** The path of what is below `path` under a key of JavaScript. */
export const step = (path: string, key: unknown): string => {
  if (typeof key === "number") return `${path}[${key}]`
  const part = keyIn(key)
  if (typeof part !== "string" || part === "?") return `${path}[${asText(part)}]`
  if (!name.test(part)) return `${path}[${JSON.stringify(part)}]`
  return path === "" ? part : `${path}.${part}`
}

/** A path within something that has a name of its own. */
export const within = (root: string, path: string): string =>
  path === "" || path.startsWith("[") ? `${root}${path}` : `${root}.${path}`

/** What a value is that is no plain data. */
export const nameOf = (value: object): string => {
  const name: unknown = value.constructor?.name
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an instance of a class"
}
