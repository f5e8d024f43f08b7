/**
 * Plans as closures: reshape and check at once, value → wire or `NO`, wire → value or `NO`.
 *
 * Serves where code generation is forbidden, and (`lenient`) for the slow path, which hands the encoded value to
 * Schema for its message and therefore must not stop at a wrong leaf. `generated.ts` is the same, written out.
 */
import type * as SchemaAST from "effect/SchemaAST"
import { Refusal } from "./failure.ts"
import type { Arrays, Class, Filter, Kind, Plan, Record as RecordPlan, Struct, Union } from "./plan.ts"
import {
  assign,
  decodeBytes,
  decodeNumber,
  decodePlain,
  decodeString,
  encodePlain,
  encodeString,
  isExactString,
  negativeZero,
  NO,
  specialOf
} from "./plain.ts"

export type Reshape = (input: any) => unknown

export interface Functions {
  readonly encode: Reshape
  readonly decode: Reshape
}

/** What a plan cannot do alone: run a schema with the services it was bound to. */
export interface Delegate {
  readonly encode: (ast: SchemaAST.AST) => Reshape
  readonly decode: (ast: SchemaAST.AST) => Reshape
}

export interface Settings {
  /** Test leaf types and run checks. Without, only what the shape needs is looked at. */
  readonly checked: boolean
  /** Let wrong leaves through on decode. */
  readonly lenient: boolean
  /** Put keys in front of a `Refusal`'s path; a message is being made. */
  readonly trace?: boolean
  /** Absent defaulted keys are refused, so that the constructor sees them. */
  readonly make: boolean
  readonly delegate: Delegate
}

export const parseOptions: SchemaAST.ParseOptions = {}

export const passes = (checks: ReadonlyArray<Filter>, value: unknown, ast: SchemaAST.AST): boolean => {
  for (let i = 0; i < checks.length; i++) {
    if (checks[i]!.run(value, ast, parseOptions) !== undefined) return false
  }
  return true
}

export const bitsInWord = 30

export const has = (input: object, key: PropertyKey): boolean =>
  key === "__proto__" ? Object.hasOwn(input, key) : key in input

export const kindOf = (wire: unknown): Kind => {
  switch (typeof wire) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
    case "undefined":
      return typeof wire as Kind
    default:
      if (wire === null) return "nil"
      if (Array.isArray(wire)) return "array"
      if (wire instanceof Uint8Array) return "bytes"
      if (!(wire instanceof Map)) return "map"
      switch (specialOf(wire)) {
        case 0:
          return "zero"
        case 1:
          return "text"
        default:
          return "map"
      }
  }
}

/** A required literal says nothing that its position does not; a zero may be -0 and is written. */
export const isElided = (field: { readonly optional: boolean; readonly plan: Plan }): boolean =>
  !field.optional && field.plan._tag === "Literal" && field.plan.checks.length === 0 && field.plan.literal !== 0

export const structOf = (plan: Plan): Struct | undefined =>
  plan._tag === "Struct" ? plan : plan._tag === "Class" ? structOf(plan.fields) : undefined

export const wireNumber = (value: number): unknown => (value !== 0 || 1 / value > 0 ? value : negativeZero)
export const wireString = (value: string): unknown => (isExactString(value) ? value : encodeString(value))

export const encodeSymbol = (value: unknown): unknown => {
  if (typeof value !== "symbol") return NO
  const key = Symbol.keyFor(value)
  if (key === undefined) throw new Refusal("A symbol that is not registered (Symbol.for)", [])
  return wireString(key)
}

export const decodeSymbol = (wire: unknown): unknown => {
  const key = decodeString(wire)
  return key === NO ? NO : Symbol.for(key)
}

const traced =
  (key: PropertyKey, reshape: Reshape): Reshape =>
  (value) => {
    try {
      return reshape(value)
    } catch (cause) {
      if (cause instanceof Refusal) cause.path.unshift(key)
      throw cause
    }
  }

interface Compiler {
  readonly encoder: (plan: Plan) => Reshape
  readonly decoder: (plan: Plan) => Reshape
  /** Without the plan's own checks. */
  readonly encodeBase: (plan: Plan) => Reshape
  readonly decodeBase: (plan: Plan) => Reshape
}

/** Both directions are made when first used: most schemas are only encoded or only decoded on a thread. */
export const compile = (root: Plan, settings: Settings): Functions => {
  const { decoder, encoder } = compiler(settings)
  let encode: Reshape | undefined
  let decode: Reshape | undefined
  return {
    encode: (value) => (encode ??= encoder(root))(value),
    decode: (wire) => (decode ??= decoder(root))(wire)
  }
}

export const compiler = (settings: Settings): Compiler => {
  const { checked, delegate, lenient } = settings
  const at = (key: PropertyKey, reshape: Reshape): Reshape => (settings.trace ? traced(key, reshape) : reshape)
  const cache = new Map<Plan, { encode?: Reshape; decode?: Reshape }>()

  const entry = (plan: Plan) => {
    let out = cache.get(plan)
    if (out === undefined) cache.set(plan, (out = {}))
    return out
  }

  const encoder = (plan: Plan): Reshape => {
    const own = entry(plan)
    return (own.encode ??= withChecksBefore(plan, encodeBase(plan)))
  }

  const decoder = (plan: Plan): Reshape => {
    const own = entry(plan)
    return (own.decode ??= withChecksAfter(plan, lenient ? lenientDecode(plan) : decodeBase(plan)))
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

  const withChecksAfter = (plan: Plan, base: Reshape): Reshape => {
    const { ast, checks } = plan
    if (!checked || checks.length === 0) return base
    return (wire) => {
      const value = base(wire)
      return value !== NO && passes(checks, value, ast) ? value : NO
    }
  }

  const encodeBase = (plan: Plan): Reshape => {
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
        return (value) => (value instanceof Uint8Array ? value : NO)
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

  const fits = (plan: Arrays): ((length: number) => boolean) => {
    const { elements, minimum, rest, tail } = plan
    return rest === undefined
      ? (length) => length >= minimum && length <= elements.length
      : (length) => length >= minimum + tail.length
  }

  const items = (plan: Arrays, of: (plan: Plan) => Reshape) => {
    const elements = plan.elements.map(of)
    const rest = plan.rest === undefined ? undefined : of(plan.rest)
    const tail = plan.tail.map(of)
    return (index: number, length: number): Reshape =>
      index < elements.length
        ? elements[index]!
        : index >= length - tail.length
          ? tail[index - (length - tail.length)]!
          : rest!
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

  return { encoder, decoder, encodeBase, decodeBase }
}
