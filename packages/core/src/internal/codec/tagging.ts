/** How a union's members are told apart on the wire: by their msgpack type where that suffices, else by an index. */
import type { Plan } from "./plan.ts"

/** How the members of a union are told apart on the wire. */
export interface Tagging {
  /** All members are literals, written as their index. */
  readonly literals: boolean
  /** By member: written behind its index, or (`false`) told by its kind. */
  readonly indexed: ReadonlyArray<boolean>
  /** Kind on the wire → member, for those not indexed. */
  readonly byKind: ReadonlyMap<Kind, number>
}

/** What the msgpack type of a wire value tells. `zero` and `text` are the special maps of `plain.ts`. */
export type Kind =
  "nil" | "undefined" | "boolean" | "number" | "string" | "bigint" | "bytes" | "array" | "map" | Special
type Special = "zero" | "text"

const everyKind: ReadonlyArray<Kind> = [
  "nil",
  "undefined",
  "boolean",
  "number",
  "string",
  "bigint",
  "bytes",
  "array",
  "map",
  "zero",
  "text"
]

const literalKind = (value: unknown): ReadonlyArray<Kind> => {
  switch (typeof value) {
    case "string":
      return ["string", "text"]
    case "number":
      return ["number", "zero"]
    case "bigint":
      return ["bigint"]
    default:
      return ["boolean"]
  }
}

export const kindsOf = (plan: Plan): ReadonlySet<Kind> => {
  switch (plan._tag) {
    case "String":
    case "Text":
    case "Symbol":
      return new Set(["string", "text"])
    case "Number":
      return new Set(["number", "zero"])
    case "Date":
      return new Set(["number"])
    case "Boolean":
      return new Set(["boolean"])
    case "BigInt":
      return new Set(["bigint"])
    case "Null":
    case "UniqueSymbol":
      return new Set(["nil"])
    case "Undefined":
    case "Void":
      return new Set(["undefined"])
    case "Never":
      return new Set()
    case "Bytes":
      return new Set(["bytes"])
    case "Literal":
      return new Set(literalKind(plan.literal))
    case "Enum":
      return new Set([...plan.values].flatMap((value) => literalKind(value)))
    case "Plain":
    case "Moved":
      return new Set(everyKind)
    case "Struct":
    case "Record":
    case "Arrays":
      return new Set(["array"])
    case "Class":
      return kindsOf(plan.fields)
    case "Delegated":
      return kindsOf(plan.inner)
    case "Ref":
      // Not followed: what is behind it may not exist yet, and both sides must come to the same answer.
      return new Set(everyKind)
    case "Union": {
      if (plan.tagging.literals) return new Set(["number"])
      const out = new Set<Kind>()
      plan.members.forEach((member, index) => {
        if (plan.tagging.indexed[index]) out.add("array")
        else for (const kind of kindsOf(member)) out.add(kind)
      })
      return out
    }
  }
}

export const makeTagging = (members: ReadonlyArray<Plan>): Tagging => {
  const literals =
    members.length > 1 &&
    // A zero literal takes -0 as well and gives back what it got, which an index would lose.
    members.every((member) => member._tag === "Literal" && member.literal !== 0 && member.checks.length === 0)
  if (literals) return { literals, indexed: members.map(() => false), byKind: new Map() }
  const kinds = members.map((member) => kindsOf(member))
  const clashes = kinds.map((own, index) =>
    kinds.some((other, otherIndex) => otherIndex !== index && [...own].some((kind) => other.has(kind)))
  )
  const someIndexed = clashes.includes(true)
  const indexed = clashes.map((clash, index) => clash || (someIndexed && kinds[index]!.has("array")))
  const byKind = new Map<Kind, number>()
  kinds.forEach((own, index) => {
    if (!indexed[index]) for (const kind of own) byKind.set(kind, index)
  })
  return { literals, indexed, byKind }
}
