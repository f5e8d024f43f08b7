/** Wire → value, or `NO`: one closure for each plan. */
import type { Arrays, Class, Plan, Record as RecordPlan, Struct, Union } from "./plan.ts"
import { assign, decodeBytes, decodeNumber, decodePlain, decodeString, NO } from "./plain.ts"
import type { Reshape, Settings } from "./reshape.ts"
import { bitsInWord, decodeSymbol, fits, isElided, items, kindOf, passes, structOf } from "./reshape.ts"

export interface Decoder {
  readonly decoder: (plan: Plan) => Reshape
  /** Without the plan's own checks. */
  readonly decodeBase: (plan: Plan) => Reshape
}

export const makeDecoder = (settings: Settings): Decoder => {
  const { checked, delegate, lenient } = settings
  const cache = new Map<Plan, Reshape>()

  const decoder = (plan: Plan): Reshape => {
    let out = cache.get(plan)
    if (out === undefined) {
      out = withChecksAfter(plan, lenient ? lenientDecode(plan) : decodeBase(plan))
      cache.set(plan, out)
    }
    return out
  }

  const withChecksAfter = (plan: Plan, base: Reshape): Reshape => {
    const { ast, checks } = plan
    if (!checked || checks.length === 0) return base
    return (wire) => {
      const value = base(wire)
      return value !== NO && passes(checks, value, ast) ? value : NO
    }
  }

  const decodeStruct = (plan: Struct, offset: number): Reshape => {
    const all = plan.fields.map((field) => ({ ...field, elided: isElided(field), decode: decoder(field.plan) }))
    const optional = all.filter((field) => field.optional)
    const words = Math.ceil(optional.length / bitsInWord)
    const first = offset + words
    const requiredCount = all.filter((field) => !field.optional && !field.elided).length
    const spare = optional.length === 0 ? 0 : optional.length % bitsInWord || bitsInWord
    return (wire) => {
      if (!Array.isArray(wire) || wire.length < first + requiredCount) return NO
      let requiredAt = first
      let optionalAt = first + requiredCount
      let bit = 0
      const out: Record<PropertyKey, unknown> = {}
      for (let i = offset; i < first; i++) {
        const bits = wire[i]
        if (typeof bits !== "number" || bits >>> 0 !== bits || bits >= 2 ** (i === first - 1 ? spare : bitsInWord))
          return NO
      }
      for (const field of all) {
        if (field.elided) {
          assign(out, field.key, (field.plan as { readonly literal: unknown }).literal)
          continue
        }
        let item: unknown
        if (field.optional) {
          const present = (wire[offset + Math.floor(bit / bitsInWord)] & (1 << (bit % bitsInWord))) !== 0
          bit++
          if (!present) continue
          if (optionalAt >= wire.length) return NO
          item = wire[optionalAt++]
        } else {
          item = wire[requiredAt++]
        }
        const value = field.decode(item)
        if (value === NO) return NO
        assign(out, field.key, value)
      }
      return optionalAt === wire.length ? out : NO
    }
  }

  const decodeRecord = (plan: RecordPlan): Reshape => {
    const fields = decodeStruct({ ...plan, _tag: "Struct" }, 0)
    const decode = decoder(plan.value)
    const first = plan.fields.length === 0 ? 0 : 1
    return (wire) => {
      if (!Array.isArray(wire) || wire.length % 2 !== first) return NO
      const out = first === 0 ? {} : fields(wire[0])
      if (out === NO) return NO
      for (let i = first; i < wire.length; i += 2) {
        const key = decodeString(wire[i])
        if (key === NO) return NO
        const value = decode(wire[i + 1])
        if (value === NO) return NO
        assign(out as object, key, value)
      }
      return out
    }
  }

  const decodeArrays = (plan: Arrays): Reshape => {
    const isFit = fits(plan)
    const item = items(plan, decoder)
    return (wire) => {
      if (!Array.isArray(wire)) return NO
      const length = wire.length
      if (!isFit(length)) return NO
      // The array is fresh from msgpackr: filled in place.
      for (let i = 0; i < length; i++) {
        const value = item(i, length)(wire[i])
        if (value === NO) return NO
        wire[i] = value
      }
      return wire
    }
  }

  const unprefixed = (member: Plan, struct: Struct): Reshape => {
    const fields = withChecksAfter(struct, decodeStruct(struct, 1))
    return member._tag === "Class" ? withChecksAfter(member, decodeClass(member, fields)) : fields
  }

  const decodeUnion = (plan: Union): Reshape => {
    const { byKind, indexed, literals } = plan.tagging
    if (literals) {
      const values = plan.members.map((member) => (member as { readonly literal: unknown }).literal)
      return (wire) =>
        typeof wire === "number" && Number.isInteger(wire) && wire >= 0 && wire < values.length ? values[wire] : NO
    }
    const members = plan.members.map((member, index) => {
      if (!indexed[index]) return decoder(member)
      const struct = structOf(member)
      if (struct !== undefined) return unprefixed(member, struct)
      const decode = decoder(member)
      return (wire: ReadonlyArray<unknown>) => (wire.length === 2 ? decode(wire[1]) : NO)
    })
    const someIndexed = indexed.includes(true)
    return (wire) => {
      if (someIndexed && Array.isArray(wire)) {
        const index = wire[0]
        return typeof index === "number" && indexed[index] === true ? members[index]!(wire) : NO
      }
      const index = byKind.get(kindOf(wire))
      return index === undefined ? NO : members[index]!(wire)
    }
  }

  const decodeClass = (plan: Class, fields: Reshape): Reshape => {
    const { construct } = plan
    return (wire) => {
      const value = fields(wire)
      return value === NO ? NO : construct(value as object)
    }
  }

  const decodeBase = (plan: Plan): Reshape => {
    switch (plan._tag) {
      case "String":
        return (wire) => (typeof wire === "string" ? wire : decodeString(wire))
      case "Text":
        return (wire) => {
          const value = decodeString(wire)
          return value !== NO && plan.is(value) ? value : NO
        }
      case "Number":
        return (wire) => (typeof wire === "number" ? wire : decodeNumber(wire))
      case "Boolean":
        return (wire) => (typeof wire === "boolean" ? wire : NO)
      case "BigInt":
        return (wire) => (typeof wire === "bigint" ? wire : NO)
      case "Null":
        return (wire) => (wire === null ? null : NO)
      case "Undefined":
      case "Void":
        return (wire) => (wire === undefined ? undefined : NO)
      case "Never":
        return () => NO
      case "Bytes":
        return decodeBytes
      case "Moved":
        return (wire) => {
          const value = wire instanceof Uint8Array ? decodeBytes(wire) : wire
          return plan.is(value) ? value : NO
        }
      case "Date":
        return (wire) => (typeof wire === "number" && Math.abs(wire) <= 8.64e15 ? new Date(wire) : NO)
      case "Symbol":
        return decodeSymbol
      case "UniqueSymbol":
        return (wire) => (wire === null ? plan.symbol : NO)
      case "Literal":
        return (wire) => {
          const value =
            typeof plan.literal === "string"
              ? decodeString(wire)
              : typeof plan.literal === "number"
                ? decodeNumber(wire)
                : wire
          return value === plan.literal ? value : NO
        }
      case "Enum":
        return (wire) => {
          const value = typeof wire === "string" || typeof wire === "number" ? wire : decodePlain(wire)
          return plan.values.has(value) ? value : NO
        }
      case "Plain":
        return (wire) => {
          const value = decodePlain(wire)
          return value !== NO && plan.is(value) ? value : NO
        }
      case "Struct":
        return decodeStruct(plan, 0)
      case "Record":
        return decodeRecord(plan)
      case "Arrays":
        return decodeArrays(plan)
      case "Union":
        return decodeUnion(plan)
      case "Class":
        return decodeClass(plan, decoder(plan.fields))
      case "Delegated": {
        const inner = decoder(plan.inner)
        const run = delegate.decode(plan.ast)
        return (wire) => {
          const encoded = inner(wire)
          return encoded === NO ? NO : run(encoded)
        }
      }
      case "Ref": {
        let target: Reshape | undefined
        return (wire) => (target ??= decoder(plan.target()))(wire)
      }
    }
  }

  /** Wrong leaves pass, for Schema to complain about; a wrong shape has no encoded value to complain about. */
  const lenientDecode = (plan: Plan): Reshape => {
    switch (plan._tag) {
      case "Struct":
      case "Record":
      case "Arrays":
      case "Union":
      case "Ref":
      case "UniqueSymbol":
        return decodeBase(plan)
      case "Plain":
        return decodePlain
      case "Class":
      case "Delegated":
        return () => NO
      default: {
        const strict = decodeBase(plan)
        return (wire) => {
          const value = strict(wire)
          return value === NO ? decodePlain(wire) : value
        }
      }
    }
  }

  return { decoder, decodeBase }
}
