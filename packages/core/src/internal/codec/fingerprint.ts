/**
 * A structural hash of a plan: equal in two threads that made equal schemas, different as soon as a field's name,
 * order, optionality or type differs. Compared in the ready handshake, so a worker of an older build is found out
 * before its first message is misread.
 */
import type { Plan } from "./plan.ts"

const describe = (plan: Plan, above: ReadonlyArray<Plan>): string => {
  switch (plan._tag) {
    case "Literal":
      return `${typeof plan.literal} ${JSON.stringify(String(plan.literal))}`
    case "UniqueSymbol":
      return `symbol ${JSON.stringify(plan.symbol.description ?? "")}`
    case "Enum":
      return `enum ${JSON.stringify([...plan.values])}`
    case "Plain":
      return `plain ${plan.name}`
    case "Ref": {
      // How many steps up the recursion goes: independent of which objects happen to be shared.
      const target = plan.target()
      const steps = above.lastIndexOf(target)
      return steps === -1 ? describe(target, above) : `^${above.length - steps}`
    }
    case "Class":
      return describe(plan.fields, [...above, plan])
    case "Delegated":
      return describe(plan.inner, [...above, plan])
    case "Arrays": {
      const inside = [...above, plan]
      const each = (item: Plan) => describe(item, inside)
      const rest = plan.rest === undefined ? "" : `...${each(plan.rest)}`
      return `[${plan.minimum}|${plan.elements.map(each).join()}|${rest}|${plan.tail.map(each).join()}]`
    }
    case "Union": {
      const inside = [...above, plan]
      return `(${plan.members.map((member) => describe(member, inside)).join("|")})`
    }
    case "Struct":
    case "Record": {
      const inside = [...above, plan]
      const fields = plan.fields.map(
        (field) =>
          `${typeof field.key} ${JSON.stringify(String(field.key))}${field.optional ? "?" : ""}:${describe(field.plan, inside)}`
      )
      if (plan._tag === "Record") fields.push(`*:${describe(plan.value, inside)}`)
      return `{${fields.join()}}`
    }
    default:
      return plan._tag
  }
}

const offset = 0xcbf29ce484222325n
const prime = 0x100000001b3n
const mask = (1n << 64n) - 1n

/** FNV-1a, 64 bits, as 16 hexadecimal digits. */
const hash = (text: string): string => {
  let out = offset
  for (const byte of new TextEncoder().encode(text)) out = ((out ^ BigInt(byte)) * prime) & mask
  return out.toString(16).padStart(16, "0")
}

/** Raised whenever the layout of `plan.ts` changes. */
const layoutVersion = 1

export const fingerprintOf = (plan: Plan): string => hash(`${layoutVersion} ${describe(plan, [])}`)
