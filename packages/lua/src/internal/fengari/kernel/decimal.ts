/*
 * Doubles as decimal digits, rounded as C's printf does: exactly, and to even where a value lies just between two. JavaScript's
 * own conversions are exact too, but round such values up; so they are asked first, and only a candidate for a tie is looked
 * at again.
 */

/** The fraction `numerator / 2^shift` of a positive double. */
const fraction = (x: number): readonly [bigint, number] => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const exponent = Number(bits >> 52n)
  const mantissa = bits & 0xfffffffffffffn
  return exponent === 0 ? [mantissa, 1074] : [mantissa | 0x10000000000000n, 1075 - exponent]
}

/** `numerator / denominator`, rounded to the nearest, to even between two. */
const divided = (numerator: bigint, denominator: bigint): bigint => {
  const quotient = numerator / denominator
  const twice = (numerator - quotient * denominator) * 2n
  return twice > denominator || (twice === denominator && (quotient & 1n) === 1n) ? quotient + 1n : quotient
}

const exactFixed = (x: number, places: number): string => {
  const [mantissa, shift] = fraction(x)
  const scaled = mantissa * 10n ** BigInt(places)
  const whole = shift <= 0 ? scaled << BigInt(-shift) : divided(scaled, 1n << BigInt(shift))
  if (places === 0) return String(whole)
  const text = String(whole).padStart(places + 1, "0")
  return `${text.slice(0, -places)}.${text.slice(-places)}`
}

/** A finite `x` that is not negative with so many decimal places, as `%.*f` shows it. */
export const fixed = (x: number, places: number): string => {
  if (x >= 1e21 || places > 90) return exactFixed(x, places)
  const further = x.toFixed(places + 3)
  return further.endsWith("500") ? exactFixed(x, places) : x.toFixed(places)
}

/** The digits of a finite `x` > 0 rounded to `count` of them (at least one), and the power of ten of the first. */
export const digits = (x: number, count: number): readonly [digits: string, exponent: number] => {
  if (count <= 90) {
    const further = x.toExponential(count + 2)
    const at = further.indexOf("e")
    if (!(
      further.charCodeAt(at - 1) === 48 &&
      further.charCodeAt(at - 2) === 48 &&
      further.charCodeAt(at - 3) === 53
    )) {
      const text = x.toExponential(count - 1)
      const end = text.indexOf("e")
      return [count === 1 ? text.slice(0, end) : text[0] + text.slice(2, end), Number(text.slice(end + 1))]
    }
  }
  const [mantissa, shift] = fraction(x)
  let exponent = Number(x.toExponential(20).split("e")[1])
  for (;;) {
    const scale = count - 1 - exponent
    let numerator = mantissa
    let denominator = 1n
    if (scale >= 0) numerator *= 10n ** BigInt(scale)
    else denominator = 10n ** BigInt(-scale)
    if (shift <= 0) numerator <<= BigInt(-shift)
    else denominator <<= BigInt(shift)
    const text = String(divided(numerator, denominator))
    if (text.length === count) return [text, exponent]
    exponent += text.length - count
  }
}

const exponentText = (exponent: number): string =>
  `e${exponent < 0 ? "-" : "+"}${exponent < 10 && exponent > -10 ? "0" : ""}${Math.abs(exponent)}`

/** A finite `x` that is not negative as `%.*e` shows it; `point` keeps the point of a number without places (`#`). */
export const exponential = (x: number, places: number, point = false): string => {
  const [all, exponent] = x === 0 ? ["0".repeat(places + 1), 0] : digits(x, places + 1)
  return `${all[0]}${places > 0 ? "." + all.slice(1) : point ? "." : ""}${exponentText(exponent)}`
}

/** A finite `x` that is not negative as `%.*g` shows it; `all` keeps trailing zeros and the point (`#`). */
export const general = (x: number, precision: number, all = false): string => {
  const count = precision === 0 ? 1 : precision
  const [text, exponent] = x === 0 ? ["0".repeat(count), 0] : digits(x, count)
  if (exponent < -4 || exponent >= count) {
    const tail = all ? text.slice(1) : text.slice(1).replace(/0+$/, "")
    return `${text[0]}${tail !== "" || all ? "." + tail : ""}${exponentText(exponent)}`
  }
  const whole = exponent < 0 ? "0" : text.slice(0, exponent + 1)
  const rest = exponent < 0 ? "0".repeat(-exponent - 1) + text : text.slice(exponent + 1)
  const tail = all ? rest : rest.replace(/0+$/, "")
  return tail !== "" || all ? `${whole}.${tail}` : whole
}

/** A float as Lua prints it: `%.14g`, with `.0` where it would look like an integer. */
export const floatText = (x: number): string => {
  if (x !== x) return "nan"
  if (x === Infinity) return "inf"
  if (x === -Infinity) return "-inf"
  if (x === 0) return 1 / x < 0 ? "-0.0" : "0.0"
  if (x < 1e14 && x > -1e14) {
    // The shortest text is the one of 14 digits if it has no more of them.
    const short = String(x)
    if (short.length <= 15 && short.indexOf("e") < 0 && (x >= 1e-4 || x <= -1e-4)) {
      return Math.floor(x) === x ? short + ".0" : short
    }
  }
  const text = x < 0 ? "-" + general(-x, 14) : general(x, 14)
  return /[.e]/.test(text) ? text : text + ".0"
}
