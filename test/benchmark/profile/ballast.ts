/*
 * A heap of about the size that a program has which uses Effect: some 16 MB of small objects, in every thread of the
 * process. For `--import`, which workers inherit.
 */
const ballast = Array.from({ length: 200_000 }, (_, index) => ({ index, of: [index] }))

Object.assign(globalThis, { ballast })
