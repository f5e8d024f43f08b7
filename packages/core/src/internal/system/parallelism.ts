/**
 * How many threads this machine runs at the same time.
 */
export const parallelism = (): number => {
  const navigator = (globalThis as { readonly navigator?: { readonly hardwareConcurrency?: number } }).navigator
  return navigator?.hardwareConcurrency ?? 2
}
