/** Source that encodes: value → wire, or `N`. */
import { makeEncoder } from "./closuresEncode.ts"
import type { Arrays, Class, Plan, Record, Struct, Union } from "./plan.ts"
import { bitsInWord, isElided, structOf } from "./reshape.ts"
import {
  check,
  type Host,
  inlineLimit,
  isList,
  isTuple,
  keyOf,
  literal,
  presence,
  refused,
  type Source
} from "./source.ts"

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

/** `value` is a name in the source; the wire value is the expression returned. */
export type Write = (plan: Plan, value: string, out: Array<string>, source: Source) => string

export const makeEncode = (host: Host): Write => {
  const { checked, delegate, make } = host.settings
  const fallback = makeEncoder(host.settings)

  /** `value` is a name; the wire value is the expression returned. */
  const encode = (plan: Plan, value: string, out: Array<string>, source: Source): string => {
    source.size++
    const wire = encodeBase(plan, value, out, source)
    check(host, plan, value, out, source)
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
        return [`${value} instanceof Uint8Array`, `B(${value})`]
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
    if (make && "defaulted" in plan && plan.defaulted) return encodeRarely(plan, value, out, source)
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
        return refused(`${source.constant(host.lazily(plan.target))}(${value})`, out, source)
      default:
        return encodeRarely(plan, value, out, source)
    }
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
    check(host, plan.fields, value, out, source)
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
    const order = [...required.filter(isElided), ...required.filter((field) => !isElided(field))]
    for (const field of order) {
      const each = source.name()
      out.push(`const ${each}=${value}[${keyOf(field.key, source)}]`)
      if (make && field.defaulted) out.push(`if(${each}===void 0)return N`)
      if (field.key === "__proto__") out.push(`if(!${presence(field.key, value, source)})return N`)
      else if (!refusesUndefined(field.plan)) {
        out.push(`if(${each}===void 0&&!(${presence(field.key, value, source)}))return N`)
      }
      const wire = encode(field.plan, each, out, source)
      if (!isElided(field)) wires.set(field.index, wire)
    }
    const optional = plan.fields.filter((field) => field.optional)
    const words = Math.ceil(optional.length / bitsInWord)
    const items = [
      ...prefix.map(String),
      ...Array.from({ length: words }, () => "0"),
      ...required.filter((field) => !isElided(field)).map((field) => wires.get(field.index)!)
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
      inner.push(`${bits[Math.floor(index / bitsInWord)]!}|=${1 << (index % bitsInWord)}`, `${result}.push(${wire})`)
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
    const structs = plan.members.map((member) => structOf(member))
    const first = structs[0]
    if (plan.members.length < 2 || first === undefined) return undefined
    for (const { key } of first.fields) {
      if (typeof key !== "string" || key === "__proto__") continue
      const literals = structs.map((struct) => {
        const field = struct?.fields.find((each) => each.key === key)
        return field !== undefined && isElided(field) ? (field.plan as { literal: unknown }).literal : undefined
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
        const struct = structOf(member)
        if (struct === undefined) return `[${index},${encode(member, input, out, source)}]`
        const wire =
          member._tag === "Class"
            ? encodeClass(member, input, [index], out, source)
            : encodeStruct(struct, input, [index], out, source)
        check(host, member, input, out, source)
        return wire
      })
      return `${name}(${value})`
    }
  }

  return encode
}
