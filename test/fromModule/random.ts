/*
 * Random values of everything that plain functions can take: nested, shared and cyclic.
 */
import { random } from "../../packages/core/test/codecShapes.ts"

const texts = ["", "a", "__proto__", "constructor", "toString", "ü🙂", "\udc00", "\ufeff", "then", "0", "10"]

export const randomValue = (seed: number): unknown => {
  const next = random(seed)
  const made: Array<object> = []
  const text = (): string => texts[next(texts.length)]!
  const bytes = (): Uint8Array => Uint8Array.from({ length: 8 * next(5) }, () => next(256))

  const leaves: ReadonlyArray<() => unknown> = [
    () => undefined,
    () => null,
    () => next(2) === 0,
    () => next(1000) - 500,
    () => (next(1_000_000) - 500_000) / 7,
    () => [NaN, -0, Infinity, 2 ** 31, 2 ** 53 + 2, Number.MIN_VALUE][next(6)],
    () => BigInt(next(1000)) ** BigInt(next(40)) * (next(2) === 0 ? -1n : 1n),
    text
  ]
  const objects: ReadonlyArray<(depth: number) => object> = [
    () => new Date(next(2) === 0 ? NaN : next(1_000_000_000)),
    () => new RegExp(["a+", "[/]", "\\d"][next(3)]!, ["", "g", "iu"][next(3)]),
    () => new URL(`https://example.org/${next(100)}?q=${next(9)}`),
    bytes,
    () => bytes().buffer,
    () => new Float64Array(bytes().buffer),
    () => new BigInt64Array(bytes().buffer),
    () => new Uint16Array(bytes().buffer),
    () => new DataView(bytes().buffer),
    (depth) => holding([] as Array<unknown>, (out) => repeat(() => out.push(value(depth)))),
    (depth) =>
      holding([] as Array<unknown>, (out) => {
        out.length = 1 + next(6)
        repeat(() => (out[next(out.length)] = value(depth)))
      }),
    (depth) =>
      holding(next(3) === 0 ? Object.create(null) : {}, (out) => repeat(() => define(out, text(), value(depth)))),
    (depth) => holding(new Map(), (out) => repeat(() => out.set(value(depth), value(depth)))),
    (depth) => holding(new Set(), (out) => repeat(() => out.add(value(depth)))),
    (depth) =>
      holding(new [Error, TypeError, RangeError][next(3)]!(text()), (out: any) => {
        out.code = value(depth)
        if (next(2) === 0) Object.defineProperty(out, "cause", { value: value(depth), enumerable: false })
      })
  ]
  /** Known before it is filled, so that what it holds may hold it. */
  const holding = <A extends object>(out: A, fill: (out: A) => void): A => {
    made.push(out)
    fill(out)
    return out
  }
  const repeat = (f: () => unknown): void => {
    for (let n = next(5); n > 0; n--) f()
  }
  const define = (out: object, key: string, content: unknown): void => {
    Object.defineProperty(out, key, { value: content, writable: true, enumerable: true, configurable: true })
  }
  const value = (depth: number): unknown => {
    const choice = next(10)
    if (choice < 4 || depth === 0) return leaves[next(leaves.length)]!()
    if (choice === 4 && made.length > 0) return made[next(made.length)]
    return objects[next(objects.length)]!(depth - 1)
  }
  return value(5)
}
