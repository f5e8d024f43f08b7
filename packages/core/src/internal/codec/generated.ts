/**
 * Plans as generated functions: what `closures.ts` does, written out, with one function for a whole message.
 *
 * A function returns `N` (refused) from any depth, which is why nested structs and loops are inlined and the members
 * of a union are not. What is rare (optional tuple elements, special maps) is left to the closures.
 * Names and literals reach the source only as JSON or as constants `C[i]`.
 */
import * as closures from "./closures.ts"
import type { Functions, Reshape, Settings } from "./closures.ts"
import type { Arrays, Class, Kind, Plan, Record, Struct, Union } from "./plan.ts"
import { assign, decodeBytes, decodeNumber, decodePlain, decodeString, encodePlain, negativeZero, NO } from "./plain.ts"

/** False under `--disallow-code-generation-from-strings` or a content security policy. */
export const isAllowed: boolean = (() => {
  try {
    return new Function("return true")() === true
  } catch {
    return false
  }
})()

/** Beyond this a nested struct becomes a function of its own: V8 does not optimise endless ones. */
const inlineLimit = 300

/** What generated code calls, by the name it has there. */
const library = {
  N: NO,
  Z: negativeZero,
  O: closures.parseOptions,
  A: Array.isArray,
  T: closures.wireString,
  H: closures.has,
  P: encodePlain,
  dS: decodeString,
  dN: decodeNumber,
  dB: decodeBytes,
  dP: decodePlain,
  S: assign
}

type Direction = "encode" | "decode"

class Source {
  readonly direction: Direction
  readonly constants: Array<unknown> = []
  readonly helpers: Array<string> = []
  next = 0
  size = 0

  constructor(direction: Direction) {
    this.direction = direction
  }

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

const literal = (value: unknown): string | undefined => {
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

/** Whether the plan's own test refuses `undefined`, so that a missing key needs no test of its own. */
const refusesUndefined = (plan: Plan): boolean => {
  switch (plan._tag) {
    case "Undefined":
    case "Void":
    case "Plain":
    case "Delegated":
    case "Ref":
      return false
    case "Class":
      return refusesUndefined(plan.fields)
    case "Union":
      return plan.members.every(refusesUndefined)
    default:
      return true
  }
}

export const compile = (root: Plan, settings: Settings): Functions => {
  const fallback = closures.compiler(settings)
  const { checked, delegate, make } = settings
  const compiled = { encode: new Map<Plan, Reshape>(), decode: new Map<Plan, Reshape>() }

  /** The function of a whole plan; the target of a `Ref` is one. */
  const functionOf = (plan: Plan, direction: Direction): Reshape => {
    const known = compiled[direction].get(plan)
    if (known !== undefined) return known
    const source = new Source(direction)
    const out: Array<string> = []
    const result = direction === "encode" ? encode(plan, "i", out, source) : decode(plan, "i", out, source)
    const names = Object.keys(library)
    const constants = source.constants.map((_, index) => `const C${index}=C[${index}];`).join("")
    const made = new Function(
      "C",
      ...names,
      `"use strict";${constants}${source.helpers.join(";")};return function(i){${out.join(";")};return ${result}}`
    )(source.constants, ...Object.values(library)) as Reshape
    compiled[direction].set(plan, made)
    return made
  }

  const lazily = (plan: () => Plan, direction: Direction): Reshape => {
    let target: Reshape | undefined
    return (input) => (target ??= functionOf(plan(), direction))(input)
  }

  const check = (plan: Plan, value: string, out: Array<string>, source: Source): void => {
    if (!checked) return
    for (const each of plan.checks) {
      out.push(`if(${source.constant(each)}.run(${value},${source.constant(plan.ast)},O)!==undefined)return N`)
    }
  }

  /** A key as it stands in an access; every key of a literal object is computed where it could be special. */
  const keyOf = (key: PropertyKey, source: Source): string =>
    typeof key === "string" ? JSON.stringify(key) : source.constant(key)

  const literalKey = (key: PropertyKey, source: Source): string =>
    typeof key === "string" && key !== "__proto__" ? JSON.stringify(key) : `[${keyOf(key, source)}]`

  const presence = (key: PropertyKey, value: string, source: Source): string =>
    key === "__proto__" ? `H(${value},"__proto__")` : `${keyOf(key, source)} in ${value}`

  // ---------------------------------------------------------------------------------------------- encode

  /** `value` is a name; the wire value is the expression returned. */
  const encode = (plan: Plan, value: string, out: Array<string>, source: Source): string => {
    source.size++
    const wire = encodeBase(plan, value, out, source)
    check(plan, value, out, source)
    return wire
  }

  /** A leaf: a test of the value and its wire value. */
  const encodeLeaf = (plan: Plan, value: string): readonly [test: string, wire: string] | undefined => {
    switch (plan._tag) {
      case "String":
        return [`typeof ${value}==="string"`, `T(${value})`]
      case "Number":
        return [`typeof ${value}==="number"`, `${value}!==0||1/${value}>0?${value}:Z`]
      case "Boolean":
        return [`typeof ${value}==="boolean"`, value]
      case "BigInt":
        return [`typeof ${value}==="bigint"`, value]
      case "Null":
        return [`${value}===null`, "null"]
      case "Undefined":
        return [`${value}===void 0`, "void 0"]
      case "Bytes":
        return [`${value} instanceof Uint8Array`, value]
      case "Literal":
        return plan.literal === 0
          ? undefined
          : [`${value}===${literal(plan.literal)}`, typeof plan.literal === "string" ? `T(${value})` : value]
      default:
        return undefined
    }
  }

  const encodeBase = (plan: Plan, value: string, out: Array<string>, source: Source): string => {
    const leaf = encodeLeaf(plan, value)
    if (leaf !== undefined) {
      out.push(`if(!(${leaf[0]}))return N`)
      return `(${leaf[1]})`
    }
    switch (plan._tag) {
      case "Date": {
        const millis = source.name()
        out.push(
          `if(!(${value} instanceof Date))return N`,
          `const ${millis}=${value}.getTime()`,
          `if(${millis}!==${millis})return N`
        )
        return millis
      }
      case "Void":
        return "void 0"
      case "Plain":
        if (plan.name !== "unknown") out.push(`if(!${source.constant(plan.is)}(${value}))return N`)
        return `P(${value})`
      case "Struct":
        if (source.size > inlineLimit) {
          const name = source.helper((input, inner) => encodeStruct(plan, input, [], inner, source))
          return refused(`${name}(${value})`, out, source)
        }
        return encodeStruct(plan, value, [], out, source)
      case "Class":
        return encodeClass(plan, value, [], out, source)
      case "Record":
        return plan.fields.length > 0 ? encodeRarely(plan, value, out, source) : encodeRecord(plan, value, out, source)
      case "Arrays":
        return encodeArrays(plan, value, out, source)
      case "Union":
        return encodeUnion(plan, value, out, source)
      case "Delegated": {
        const encoded = source.name()
        out.push(
          `const ${encoded}=${source.constant(delegate.encode(plan.ast))}(${value})`,
          `if(${encoded}===N)return N`
        )
        return encode(plan.inner, encoded, out, source)
      }
      case "Ref":
        return refused(`${source.constant(lazily(plan.target, "encode"))}(${value})`, out, source)
      default:
        return encodeRarely(plan, value, out, source)
    }
  }

  const refused = (call: string, out: Array<string>, source: Source): string => {
    const result = source.name()
    out.push(`const ${result}=${call}`, `if(${result}===N)return N`)
    return result
  }

  const encodeRarely = (plan: Plan, value: string, out: Array<string>, source: Source): string =>
    refused(`${source.constant(fallback.encodeBase(plan))}(${value})`, out, source)

  const encodeClass = (
    plan: Class,
    value: string,
    prefix: ReadonlyArray<number>,
    out: Array<string>,
    source: Source
  ): string => {
    if (checked) out.push(`if(!${source.constant(plan.is)}(${value}))return N`)
    if (plan.fields._tag === "Plain") return "P({})"
    if (plan.fields._tag !== "Struct") return encode(plan.fields, value, out, source)
    const wire = encodeStruct(plan.fields, value, prefix, out, source)
    check(plan.fields, value, out, source)
    return wire
  }

  const encodeStruct = (
    plan: Struct,
    value: string,
    prefix: ReadonlyArray<number>,
    out: Array<string>,
    source: Source
  ): string => {
    out.push(`if(typeof ${value}!=="object"||${value}===null||A(${value}))return N`)
    const wires = new Map<number, string>()
    const required = plan.fields.map((field, index) => ({ ...field, index })).filter((field) => !field.optional)
    // Literals first: in a union they tell at once that it is another member.
    const order = [...required.filter(closures.isElided), ...required.filter((field) => !closures.isElided(field))]
    for (const field of order) {
      const each = source.name()
      out.push(`const ${each}=${value}[${keyOf(field.key, source)}]`)
      if (make && field.defaulted) out.push(`if(${each}===void 0)return N`)
      if (field.key === "__proto__") out.push(`if(!${presence(field.key, value, source)})return N`)
      else if (!refusesUndefined(field.plan)) {
        out.push(`if(${each}===void 0&&!(${presence(field.key, value, source)}))return N`)
      }
      const wire = encode(field.plan, each, out, source)
      if (!closures.isElided(field)) wires.set(field.index, wire)
    }
    const optional = plan.fields.filter((field) => field.optional)
    const words = Math.ceil(optional.length / closures.bitsInWord)
    const items = [
      ...prefix.map(String),
      ...Array.from({ length: words }, () => "0"),
      ...required.filter((field) => !closures.isElided(field)).map((field) => wires.get(field.index)!)
    ]
    if (words === 0) return `[${items.join(",")}]`
    const result = source.name()
    const bits = Array.from({ length: words }, () => source.name())
    out.push(`const ${result}=[${items.join(",")}]`, `let ${bits.map((bit) => `${bit}=0`).join(",")}`)
    optional.forEach((field, index) => {
      const inner: Array<string> = []
      const each = source.name()
      inner.push(`const ${each}=${value}[${keyOf(field.key, source)}]`)
      if (make && field.defaulted) inner.push(`if(${each}===void 0)return N`)
      const wire = encode(field.plan, each, inner, source)
      inner.push(
        `${bits[Math.floor(index / closures.bitsInWord)]!}|=${1 << (index % closures.bitsInWord)}`,
        `${result}.push(${wire})`
      )
      const otherwise = make && field.defaulted ? "else return N" : ""
      out.push(`if(${presence(field.key, value, source)}){${inner.join(";")}}${otherwise}`)
    })
    bits.forEach((bit, index) => out.push(`${result}[${prefix.length + index}]=${bit}`))
    return result
  }

  const encodeRecord = (plan: Record, value: string, out: Array<string>, source: Source): string => {
    const [result, keys, index, each] = [source.name(), source.name(), source.name(), source.name()]
    out.push(
      `if(typeof ${value}!=="object"||${value}===null||A(${value}))return N`,
      `const ${keys}=Object.keys(${value}),${result}=[]`
    )
    const inner = [`const ${each}=${value}[${keys}[${index}]]`]
    const wire = encode(plan.value, each, inner, source)
    inner.push(`${result}.push(T(${keys}[${index}]),${wire})`)
    out.push(`for(let ${index}=0;${index}<${keys}.length;${index}++){${inner.join(";")}}`)
    return result
  }

  const isList = (plan: Arrays): boolean =>
    plan.elements.length === 0 && plan.rest !== undefined && plan.tail.length === 0

  const isTuple = (plan: Arrays): boolean => plan.rest === undefined && plan.minimum === plan.elements.length

  const encodeArrays = (plan: Arrays, value: string, out: Array<string>, source: Source): string => {
    if (isTuple(plan)) {
      out.push(`if(!A(${value})||${value}.length!==${plan.elements.length})return N`)
      const wires = plan.elements.map((element, index) => {
        const each = source.name()
        out.push(`const ${each}=${value}[${index}]`)
        return encode(element, each, out, source)
      })
      return `[${wires.join(",")}]`
    }
    if (!isList(plan)) return encodeRarely(plan, value, out, source)
    const [result, length, index, each] = [source.name(), source.name(), source.name(), source.name()]
    out.push(`if(!A(${value}))return N`, `const ${length}=${value}.length,${result}=new Array(${length})`)
    const inner = [`const ${each}=${value}[${index}]`]
    const wire = encode(plan.rest!, each, inner, source)
    inner.push(`${result}[${index}]=${wire}`)
    out.push(`for(let ${index}=0;${index}<${length};${index}++){${inner.join(";")}}`)
    return result
  }

  /** One field whose literal tells the members apart: then only one of them can take a value. */
  const discriminator = (
    plan: Union
  ): { readonly key: string; readonly literals: ReadonlyArray<string> } | undefined => {
    const structs = plan.members.map((member) => closures.structOf(member))
    const first = structs[0]
    if (plan.members.length < 2 || first === undefined) return undefined
    for (const { key } of first.fields) {
      if (typeof key !== "string" || key === "__proto__") continue
      const literals = structs.map((struct) => {
        const field = struct?.fields.find((each) => each.key === key)
        return field !== undefined && closures.isElided(field)
          ? (field.plan as { literal: unknown }).literal
          : undefined
      })
      if (literals.includes(undefined) || new Set(literals).size !== literals.length) continue
      return { key, literals: literals.map((each) => literal(each)!) }
    }
    return undefined
  }

  const encodeUnion = (plan: Union, value: string, out: Array<string>, source: Source): string => {
    if (plan.tagging.literals) return encodeRarely(plan, value, out, source)
    const calls = plan.members.map((member, index) => encodeMember(plan, member, index, source))
    const result = source.name()
    const tag = discriminator(plan)
    out.push(`let ${result}`)
    if (tag !== undefined) {
      const cases = calls.map((call, index) => `case ${tag.literals[index]!}:${result}=${call(value)};break`)
      out.push(
        `if(typeof ${value}!=="object"||${value}===null)return N`,
        `switch(${value}[${JSON.stringify(tag.key)}]){${cases.join(";")};default:return N}`,
        `if(${result}===N)return N`
      )
      return result
    }
    let code = ""
    plan.members.forEach((member, index) => {
      const leaf = member.checks.length === 0 && !plan.tagging.indexed[index] ? encodeLeaf(member, value) : undefined
      if (leaf === undefined) {
        code += `if((${result}=${calls[index]!(value)})===N)`
      } else {
        code += `if(${leaf[0]})${result}=${leaf[1]};else `
      }
    })
    out.push(`${code}return N`)
    return result
  }

  const encodeMember = (plan: Union, member: Plan, index: number, source: Source): ((value: string) => string) => {
    let name: string | undefined
    return (value) => {
      name ??= source.helper((input, out) => {
        if (!plan.tagging.indexed[index]) return encode(member, input, out, source)
        const struct = closures.structOf(member)
        if (struct === undefined) return `[${index},${encode(member, input, out, source)}]`
        const wire =
          member._tag === "Class"
            ? encodeClass(member, input, [index], out, source)
            : encodeStruct(struct, input, [index], out, source)
        check(member, input, out, source)
        return wire
      })
      return `${name}(${value})`
    }
  }

  // ---------------------------------------------------------------------------------------------- decode

  const decode = (plan: Plan, wire: string, out: Array<string>, source: Source): string => {
    source.size++
    const value = decodeBase(plan, wire, out, source)
    return checkedValue(plan, value, out, source)
  }

  const checkedValue = (plan: Plan, value: string, out: Array<string>, source: Source): string => {
    if (!checked || plan.checks.length === 0) return value
    const name = source.name()
    out.push(`const ${name}=${value}`)
    check(plan, name, out, source)
    return name
  }

  const decodeBase = (plan: Plan, wire: string, out: Array<string>, source: Source): string => {
    switch (plan._tag) {
      case "String":
      case "Number": {
        const value = source.name()
        const [type, rarely] = plan._tag === "String" ? ["string", "dS"] : ["number", "dN"]
        out.push(`const ${value}=typeof ${wire}==="${type}"?${wire}:${rarely}(${wire})`, `if(${value}===N)return N`)
        return value
      }
      case "Boolean":
        out.push(`if(typeof ${wire}!=="boolean")return N`)
        return wire
      case "BigInt":
        out.push(`if(typeof ${wire}!=="bigint")return N`)
        return wire
      case "Null":
        out.push(`if(${wire}!==null)return N`)
        return "null"
      case "Undefined":
      case "Void":
        out.push(`if(${wire}!==void 0)return N`)
        return "void 0"
      case "Date":
        out.push(`if(!(typeof ${wire}==="number"&&Math.abs(${wire})<=8.64e15))return N`)
        return `new Date(${wire})`
      case "Bytes":
        return refused(`dB(${wire})`, out, source)
      case "Plain": {
        const value = refused(`dP(${wire})`, out, source)
        if (plan.name !== "unknown") out.push(`if(!${source.constant(plan.is)}(${value}))return N`)
        return value
      }
      case "Struct":
        if (source.size > inlineLimit) {
          const name = source.helper((input, inner) => decodeStruct(plan, input, 0, inner, source))
          return refused(`${name}(${wire})`, out, source)
        }
        return decodeStruct(plan, wire, 0, out, source)
      case "Class":
        return decodeClass(plan, wire, 0, out, source)
      case "Record":
        return plan.fields.length > 0 ? decodeRarely(plan, wire, out, source) : decodeRecord(plan, wire, out, source)
      case "Arrays":
        return decodeArrays(plan, wire, out, source)
      case "Union":
        return decodeUnion(plan, wire, out, source)
      case "Delegated": {
        const encoded = decode(plan.inner, wire, out, source)
        return refused(`${source.constant(delegate.decode(plan.ast))}(${encoded})`, out, source)
      }
      case "Ref":
        return refused(`${source.constant(lazily(plan.target, "decode"))}(${wire})`, out, source)
      default:
        return decodeRarely(plan, wire, out, source)
    }
  }

  const decodeRarely = (plan: Plan, wire: string, out: Array<string>, source: Source): string =>
    refused(`${source.constant(fallback.decodeBase(plan))}(${wire})`, out, source)

  const decodeClass = (plan: Class, wire: string, offset: number, out: Array<string>, source: Source): string => {
    const fields =
      plan.fields._tag === "Struct"
        ? checkedValue(plan.fields, decodeStruct(plan.fields, wire, offset, out, source), out, source)
        : decode(plan.fields, wire, out, source)
    return `${source.constant(plan.construct)}(${fields})`
  }

  const decodeStruct = (plan: Struct, wire: string, offset: number, out: Array<string>, source: Source): string => {
    const optional = plan.fields.filter((field) => field.optional)
    const words = Math.ceil(optional.length / closures.bitsInWord)
    const count = plan.fields.filter((field) => !field.optional && !closures.isElided(field)).length
    const first = offset + words
    const least = first + count
    out.push(`if(!A(${wire})||${wire}.length${words === 0 ? "!==" : "<"}${least})return N`)
    const bits = Array.from({ length: words }, (_, index) => {
      const bit = source.name()
      const used = index < words - 1 ? closures.bitsInWord : optional.length - index * closures.bitsInWord
      out.push(
        `const ${bit}=${wire}[${offset + index}]`,
        `if(typeof ${bit}!=="number"||${bit}>>>0!==${bit}||${bit}>=${2 ** used})return N`
      )
      return bit
    })
    const next = source.name()
    if (words > 0) out.push(`let ${next}=${least}`)
    let at = first
    let optionals = 0
    const leading: Array<string> = []
    const result = source.name()
    let open = true
    for (const field of plan.fields) {
      const key = keyOf(field.key, source)
      if (field.optional && open) {
        out.push(`const ${result}={${leading.join(",")}}`)
        open = false
      }
      const set = (value: string): string =>
        field.key === "__proto__" ? `S(${result},${key},${value})` : `${result}[${key}]=${value}`
      if (field.optional) {
        const inner: Array<string> = []
        const item = source.name()
        inner.push(`if(${next}>=${wire}.length)return N`, `const ${item}=${wire}[${next}++]`)
        inner.push(set(decode(field.plan, item, inner, source)))
        const bit = bits[Math.floor(optionals / closures.bitsInWord)]!
        out.push(`if(${bit}&${1 << (optionals % closures.bitsInWord)}){${inner.join(";")}}`)
        optionals++
        continue
      }
      let value: string
      if (closures.isElided(field)) {
        value = literal((field.plan as { literal: unknown }).literal)!
      } else {
        const item = source.name()
        out.push(`const ${item}=${wire}[${at++}]`)
        value = decode(field.plan, item, out, source)
      }
      if (open) leading.push(`${literalKey(field.key, source)}:${value}`)
      else out.push(set(value))
    }
    if (open) return `{${leading.join(",")}}`
    out.push(`if(${next}!==${wire}.length)return N`)
    return result
  }

  const decodeRecord = (plan: Record, wire: string, out: Array<string>, source: Source): string => {
    const [result, index, key, item] = [source.name(), source.name(), source.name(), source.name()]
    out.push(`if(!A(${wire})||${wire}.length%2!==0)return N`, `const ${result}={}`)
    const inner = [`const ${key}=dS(${wire}[${index}]),${item}=${wire}[${index}+1]`, `if(${key}===N)return N`]
    const value = decode(plan.value, item, inner, source)
    inner.push(`if(${key}==="__proto__")S(${result},${key},${value});else ${result}[${key}]=${value}`)
    out.push(`for(let ${index}=0;${index}<${wire}.length;${index}+=2){${inner.join(";")}}`)
    return result
  }

  const decodeArrays = (plan: Arrays, wire: string, out: Array<string>, source: Source): string => {
    if (isTuple(plan)) {
      out.push(`if(!A(${wire})||${wire}.length!==${plan.elements.length})return N`)
      const values = plan.elements.map((element, index) => {
        const item = source.name()
        out.push(`const ${item}=${wire}[${index}]`)
        return decode(element, item, out, source)
      })
      return `[${values.join(",")}]`
    }
    if (!isList(plan)) return decodeRarely(plan, wire, out, source)
    const [index, item] = [source.name(), source.name()]
    out.push(`if(!A(${wire}))return N`)
    // The array is fresh from msgpackr: filled in place.
    const inner = [`const ${item}=${wire}[${index}]`]
    const value = decode(plan.rest!, item, inner, source)
    if (value !== item) inner.push(`${wire}[${index}]=${value}`)
    out.push(`for(let ${index}=0;${index}<${wire}.length;${index}++){${inner.join(";")}}`)
    return wire
  }

  const kindTests: Partial<{ readonly [K in Kind]: (wire: string) => string }> = {
    nil: (wire) => `${wire}===null`,
    undefined: (wire) => `${wire}===void 0`,
    boolean: (wire) => `typeof ${wire}==="boolean"`,
    number: (wire) => `typeof ${wire}==="number"`,
    string: (wire) => `typeof ${wire}==="string"`,
    bigint: (wire) => `typeof ${wire}==="bigint"`,
    bytes: (wire) => `${wire} instanceof Uint8Array`,
    array: (wire) => `A(${wire})`
  }

  const decodeUnion = (plan: Union, wire: string, out: Array<string>, source: Source): string => {
    const { byKind, indexed, literals } = plan.tagging
    if (literals) return decodeRarely(plan, wire, out, source)
    const result = source.name()
    const branches: Array<string> = []
    if (indexed.includes(true)) {
      const cases = plan.members.flatMap((member, index) =>
        indexed[index] ? [`case ${index}:${result}=${decodeIndexed(member, source)}(${wire});break`] : []
      )
      branches.push(`if(A(${wire})){switch(${wire}[0]){${cases.join(";")};default:return N}}`)
    }
    const tests = new Map<number, Array<string>>()
    for (const [kind, index] of byKind) {
      const test = kindTests[kind]
      if (test !== undefined) tests.set(index, [...(tests.get(index) ?? []), test(wire)])
    }
    for (const [index, conditions] of tests) {
      const inner: Array<string> = []
      const value = decode(plan.members[index]!, wire, inner, source)
      branches.push(`if(${conditions.join("||")}){${inner.join(";")};${result}=${value}}`)
    }
    // The special maps of -0 and of strings msgpack would change.
    branches.push(`{${result}=${source.constant(fallback.decodeBase(plan))}(${wire})}`)
    out.push(`let ${result}`, branches.join("else "), `if(${result}===N)return N`)
    return result
  }

  const decodeIndexed = (member: Plan, source: Source): string =>
    source.helper((input, out) => {
      const struct = closures.structOf(member)
      if (struct === undefined) {
        out.push(`if(${input}.length!==2)return N`, `const m=${input}[1]`)
        return decode(member, "m", out, source)
      }
      const value =
        member._tag === "Class"
          ? decodeClass(member, input, 1, out, source)
          : decodeStruct(struct, input, 1, out, source)
      return checkedValue(member, value, out, source)
    })

  return {
    encode: lazily(() => root, "encode"),
    decode: lazily(() => root, "decode")
  }
}
