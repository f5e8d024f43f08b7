/*
 * An entry that fills its heap. Growing arrays of numbers, which are never given back.
 */
const kept: Array<Array<number>> = []
while (kept.length >= 0) kept.push(Array.from({ length: 100_000 }, (_, index) => index + 0.5))

export default kept
