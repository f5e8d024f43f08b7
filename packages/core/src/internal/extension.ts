/**
 * What few jobs carry in front of their payload: the key they were routed by, headers, who waits for them, what their
 * sender's program sends along (see carried.ts), and how far a stream may be ahead. Text, since it is rare and small; jobs without it pay nothing.
 */
import * as Headers from "effect/http/Headers"
import { InvalidOption } from "../ActorError.ts"
import type { Key } from "../Job.ts"
import type { Carried } from "./carried.ts"
import type { CarriedText } from "./sending/carrier.ts"
import { invalid, shown } from "./options.ts"

export interface Extension {
  readonly key: Key | undefined
  readonly headers: Headers.Headers
  /** Actor instances whose jobs wait for this ask, the first asker first. */
  readonly chain: ReadonlyArray<number>
  readonly carried: Carried | undefined
  /** Elements that a stream may have sent before its consumer has taken any. */
  readonly credit: number
}

/** The credit of a stream whose consumer says nothing. */
export const DEFAULT_CREDIT = 256

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Headers as a caller gives them. JavaScript may give anything, with code of its own. */
export const headersOf = (input: unknown): Headers.Headers | InvalidOption => {
  if (input === undefined) return Headers.empty
  try {
    if (typeof input !== "object" || input === null) return invalid("headers", input, remedy)
    const headers = Headers.fromInput(input as Headers.Input)
    const wrong = Object.entries(headers).find(([, value]) => typeof value !== "string")
    return wrong === undefined ? headers : invalid(`headers[${JSON.stringify(wrong[0])}]`, wrong[1], remedy)
  } catch (thrown) {
    return new InvalidOption({ option: "headers", value: `a value that threw ${shown(thrown)}`, remedy })
  }
}

const remedy = "use an object of texts, or pairs of a name and a text"

/** `undefined` when there is nothing to carry. */
export const encode = (
  key: Key | undefined,
  headers: Headers.Headers,
  chain: ReadonlyArray<number>,
  carried?: CarriedText,
  credit = DEFAULT_CREDIT
): Uint8Array | undefined => {
  const isUsual = credit === DEFAULT_CREDIT
  const isPlain = key === undefined && chain.length === 0 && isUsual
  if (isPlain && (headers === Headers.empty || Object.keys(headers).length === 0)) return carried?.alone
  // A letter for the key's type, then its text: JSON knows neither bigint nor NaN.
  const text = JSON.stringify([key === undefined ? "" : `${(typeof key)[0]}${key}`, Object.entries(headers), chain])
  if (carried === undefined && isUsual) return encoder.encode(text)
  return encoder.encode(`${text.slice(0, -1)},${carried?.text ?? null}${isUsual ? "" : `,${credit}`}]`)
}

export const none: Extension = {
  key: undefined,
  headers: Headers.empty,
  chain: [],
  carried: undefined,
  credit: DEFAULT_CREDIT
}

/** `bytes` may be shared memory. */
export const decode = (bytes: Uint8Array, start: number, length: number): Extension => {
  if (length === 0) return none
  const [key, pairs, chain, carried, credit] = JSON.parse(decoder.decode(bytes.slice(start, start + length))) as [
    string,
    ReadonlyArray<readonly [string, string]>,
    ReadonlyArray<number>,
    Carried | null | undefined,
    number | undefined
  ]
  return {
    key: key === "" ? undefined : decodeKey(key),
    headers: Headers.fromInput(pairs),
    chain,
    carried: carried ?? undefined,
    credit: credit ?? DEFAULT_CREDIT
  }
}

const decodeKey = (text: string): Key => {
  const value = text.slice(1)
  return text[0] === "n" ? Number(value) : text[0] === "b" ? BigInt(value) : value
}
