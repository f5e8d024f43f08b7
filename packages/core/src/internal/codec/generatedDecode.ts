/** Source that decodes: wire → value, or `N`. */
import { makeDecoder } from "./closuresDecode.ts"
import type { Write } from "./generatedEncode.ts"
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
  literalKey,
  refused,
  type Source
} from "./source.ts"
import type { Kind } from "./tagging.ts"

export const makeDecode = (host: Host): Write => {
  const { checked, delegate } = host.settings
  const fallback = makeDecoder(host.settings)

  const decode = (plan: Plan, wire: string, out: Array<string>, source: Source): string => {
    source.size++
    const value = decodeBase(plan, wire, out, source)
    return checkedValue(plan, value, out, source)
  }

  const checkedValue = (plan: Plan, value: string, out: Array<string>, source: Source): string => {
    if (!checked || plan.checks.length === 0) return value
    const name = source.name()
    out.push(`const ${name}=${value}`)
    check(host, plan, name, out, source)
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
        return refused(`${source.constant(host.lazily(plan.target))}(${wire})`, out, source)
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
    const words = Math.ceil(optional.length / bitsInWord)
    const count = plan.fields.filter((field) => !field.optional && !isElided(field)).length
    const first = offset + words
    const least = first + count
    out.push(`if(!A(${wire})||${wire}.length${words === 0 ? "!==" : "<"}${least})return N`)
    const bits = Array.from({ length: words }, (_, index) => {
      const bit = source.name()
      const used = index < words - 1 ? bitsInWord : optional.length - index * bitsInWord
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
        const bit = bits[Math.floor(optionals / bitsInWord)]!
        out.push(`if(${bit}&${1 << (optionals % bitsInWord)}){${inner.join(";")}}`)
        optionals++
        continue
      }
      let value: string
      if (isElided(field)) {
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
      const struct = structOf(member)
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

  return decode
}
