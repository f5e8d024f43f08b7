/** Value → wire, or `NO`: one closure for each plan. */
import { encodeBytes, encodeMoved } from "./apart.ts"
import type { Arrays, Class, Plan, Record as RecordPlan, Struct, Union } from "./plan.ts"
import { encodePlain, NO } from "./plain.ts"
import type { Reshape, Settings } from "./reshape.ts"
import {
  bitsInWord,
  encodeSymbol,
  fits,
  has,
  isElided,
  items,
  passes,
  structOf,
  traced,
  wireNumber,
  wireString
} from "./reshape.ts"

export interface Encoder {
  readonly encoder: (plan: Plan) => Reshape
  /** Without the plan's own checks. */
  readonly encodeBase: (plan: Plan) => Reshape
}

export const makeEncoder = (settings: Settings): Encoder => {
  const { checked, delegate } = settings
  const at = (key: PropertyKey, reshape: Reshape): Reshape => (settings.trace ? traced(key, reshape) : reshape)
  const cache = new Map<Plan, Reshape>()

  const encoder = (plan: Plan): Reshape => {
    let out = cache.get(plan)
    if (out === undefined) cache.set(plan, (out = withChecksBefore(plan, encodeBase(plan))))
    return out
  }

  /** Checks see the value itself, as when Schema encodes. */
  const withChecksBefore = (plan: Plan, base: Reshape): Reshape => {
    const { ast, checks } = plan
    if (!checked || checks.length === 0) return base
    return (value) => {
      const wire = base(value)
      return wire !== NO && passes(checks, value, ast) ? wire : NO
    }
  }

  const encodeBase = (plan: Plan): Reshape => {
    // Defaults that the fast functions do not see: the constructor first.
    if (settings.make && "defaulted" in plan && plan.defaulted) return () => NO
    switch (plan._tag) {
      case "String":
        return (value) => (typeof value === "string" ? wireString(value) : NO)
      case "Text":
        return (value) => (typeof value === "string" && plan.is(value) ? wireString(value) : NO)
      case "Number":
        return (value) => (typeof value === "number" ? wireNumber(value) : NO)
      case "Boolean":
        return (value) => (typeof value === "boolean" ? value : NO)
      case "BigInt":
        return (value) => (typeof value === "bigint" ? value : NO)
      case "Null":
        return (value) => (value === null ? null : NO)
      case "Undefined":
        return (value) => (value === undefined ? undefined : NO)
      case "Void":
        return () => undefined
      case "Never":
        return () => NO
      case "Bytes":
        return (value) => (value instanceof Uint8Array ? encodeBytes(value) : NO)
      case "Moved":
        return (value) => (plan.is(value) ? encodeMoved(value) : NO)
      case "Date":
        return (value) => {
          if (!(value instanceof Date)) return NO
          const millis = value.getTime()
          return millis === millis ? millis : NO
        }
      case "Symbol":
        return encodeSymbol
      case "UniqueSymbol":
        return (value) => (value === plan.symbol ? null : NO)
      case "Literal":
        return (value) => {
          if (value !== plan.literal) return NO
          return typeof value === "string" ? wireString(value) : typeof value === "number" ? wireNumber(value) : value
        }
      case "Enum":
        return (value) => {
          if (!plan.values.has(value)) return NO
          return typeof value === "string" ? wireString(value) : wireNumber(value)
        }
      case "Plain":
        return (value) => (plan.is(value) ? encodePlain(value) : NO)
      case "Struct":
        return encodeStruct(plan, [])
      case "Record":
        return encodeRecord(plan)
      case "Arrays":
        return encodeArrays(plan)
      case "Union":
        return encodeUnion(plan)
      case "Class":
        return encodeClass(plan, encoder(plan.fields))
      case "Delegated": {
        const inner = encoder(plan.inner)
        const run = delegate.encode(plan.ast)
        return (value) => {
          const encoded = run(value)
          return encoded === NO ? NO : inner(encoded)
        }
      }
      case "Ref": {
        let target: Reshape | undefined
        return (value) => (target ??= encoder(plan.target()))(value)
      }
    }
  }

  const encodeClass = (plan: Class, fields: Reshape): Reshape => {
    // An empty class encodes to the instance itself: its fields are none.
    const input = plan.fields._tag === "Plain" ? () => ({}) : undefined
    return (value) => (checked && !plan.is(value) ? NO : fields(input === undefined ? value : input()))
  }

  const encodeStruct = (plan: Struct, prefix: ReadonlyArray<unknown>): Reshape => {
    const all = plan.fields.map((field) => ({
      ...field,
      elided: isElided(field),
      encode: at(field.key, encoder(field.plan))
    }))
    const required = all.filter((field) => !field.optional)
    const optional = all.filter((field) => field.optional)
    const words = Math.ceil(optional.length / bitsInWord)
    const { make } = settings
    return (value) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return NO
      const out: Array<unknown> = prefix.slice()
      for (let i = 0; i < words; i++) out.push(0)
      for (const field of required) {
        const each = value[field.key]
        if (make && field.defaulted && each === undefined) return NO
        if ((each === undefined || field.key === "__proto__") && !has(value, field.key)) return NO
        const wire = field.encode(each)
        if (wire === NO) return NO
        if (!field.elided) out.push(wire)
      }
      for (let i = 0; i < optional.length; i++) {
        const field = optional[i]!
        if (!has(value, field.key)) {
          if (make && field.defaulted) return NO
          continue
        }
        const each = value[field.key]
        if (make && field.defaulted && each === undefined) return NO
        const wire = field.encode(each)
        if (wire === NO) return NO
        const word = prefix.length + Math.floor(i / bitsInWord)
        out[word] = (out[word] as number) | (1 << (i % bitsInWord))
        out.push(wire)
      }
      return out
    }
  }

  const encodeRecord = (plan: RecordPlan): Reshape => {
    const fields = encodeStruct({ ...plan, _tag: "Struct" }, [])
    const names = new Set<PropertyKey>(plan.fields.map(({ key }) => (typeof key === "number" ? String(key) : key)))
    const encode = encoder(plan.value)
    const onlyEntries = plan.fields.length === 0
    return (value) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return NO
      const out: Array<unknown> = []
      if (!onlyEntries) {
        const wire = fields(value)
        if (wire === NO) return NO
        out.push(wire)
      }
      for (const key of Object.keys(value)) {
        if (names.has(key)) continue
        const wire = at(key, encode)(value[key])
        if (wire === NO) return NO
        out.push(wireString(key), wire)
      }
      return out
    }
  }

  const encodeArrays = (plan: Arrays): Reshape => {
    const isFit = fits(plan)
    const item = items(plan, encoder)
    return (value) => {
      if (!Array.isArray(value)) return NO
      const length = value.length
      if (!isFit(length)) return NO
      const out = new Array<unknown>(length)
      for (let i = 0; i < length; i++) {
        const wire = at(i, item(i, length))(value[i])
        if (wire === NO) return NO
        out[i] = wire
      }
      return out
    }
  }

  const encodeUnion = (plan: Union): Reshape => {
    const { indexed, literals } = plan.tagging
    if (literals) {
      const indexes = new Map<unknown, number>()
      plan.members.forEach((member, index) => {
        const { literal } = member as { readonly literal: unknown }
        if (!indexes.has(literal)) indexes.set(literal, index)
      })
      return (value) => indexes.get(value) ?? NO
    }
    const members = plan.members.map((member, index) => {
      if (!indexed[index]) return encoder(member)
      const struct = structOf(member)
      if (struct !== undefined) return prefixed(member, struct, index)
      const encode = encoder(member)
      return (value: unknown) => {
        const wire = encode(value)
        return wire === NO ? NO : [index, wire]
      }
    })
    return (value) => {
      for (let i = 0; i < members.length; i++) {
        const wire = members[i]!(value)
        if (wire !== NO) return wire
      }
      return NO
    }
  }

  /** A struct behind its index lies flat: `[index, bits…, field…]`. */
  const prefixed = (member: Plan, struct: Struct, index: number): Reshape => {
    const fields = withChecksBefore(struct, encodeStruct(struct, [index]))
    return member._tag === "Class" ? withChecksBefore(member, encodeClass(member, fields)) : fields
  }

  return { encoder, encodeBase }
}
