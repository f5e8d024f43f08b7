/**
 * Plans as generated functions: what `closures.ts` does, written out, with one function for a whole message.
 *
 * A function returns `N` (refused) from any depth, which is why nested structs and loops are inlined and the members
 * of a union are not. What is rare (optional tuple elements, special maps) is left to the closures.
 */
import { encodeBytes } from "./apart.ts"
import { makeDecode } from "./generatedDecode.ts"
import { makeEncode, type Write } from "./generatedEncode.ts"
import type { Plan } from "./plan.ts"
import { assign, decodeBytes, decodeNumber, decodePlain, decodeString, encodePlain, negativeZero, NO } from "./plain.ts"
import type { Functions, Reshape, Settings } from "./reshape.ts"
import { has, parseOptions, wireString } from "./reshape.ts"
import { type Host, Source } from "./source.ts"

/** False under `--disallow-code-generation-from-strings` or a content security policy. */
export const isAllowed: boolean = (() => {
  try {
    return new Function("return true")() === true
  } catch {
    return false
  }
})()

/** What generated code calls, by the name it has there. */
const library = {
  N: NO,
  Z: negativeZero,
  O: parseOptions,
  A: Array.isArray,
  T: wireString,
  H: has,
  P: encodePlain,
  B: encodeBytes,
  dS: decodeString,
  dN: decodeNumber,
  dB: decodeBytes,
  dP: decodePlain,
  S: assign
}

const names = Object.keys(library)
const helpers = Object.values(library)

const direction = (settings: Settings, makeWrite: (host: Host) => Write): ((plan: Plan) => Reshape) => {
  const compiled = new Map<Plan, Reshape>()
  const functionOf = (plan: Plan): Reshape => {
    const known = compiled.get(plan)
    if (known !== undefined) return known
    const source = new Source()
    const out: Array<string> = []
    const result = write(plan, "i", out, source)
    const constants = source.constants.map((_, index) => `const C${index}=C[${index}];`).join("")
    const made = new Function(
      "C",
      ...names,
      `"use strict";${constants}${source.helpers.join(";")};return function(i){${out.join(";")};return ${result}}`
    )(source.constants, ...helpers) as Reshape
    compiled.set(plan, made)
    return made
  }
  const write = makeWrite({
    settings,
    lazily: (plan) => {
      let target: Reshape | undefined
      return (input) => (target ??= functionOf(plan()))(input)
    }
  })
  return functionOf
}

/** Both directions are made when first used. */
export const compile = (root: Plan, settings: Settings): Functions => {
  let encode: Reshape | undefined
  let decode: Reshape | undefined
  return {
    encode: (value) => (encode ??= direction(settings, makeEncode)(root))(value),
    decode: (wire) => (decode ??= direction(settings, makeDecode)(root))(wire)
  }
}
