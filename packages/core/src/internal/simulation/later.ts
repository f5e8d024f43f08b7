/**
 * Something to call `then` on that goes on in a step of the simulation. A promise goes on in a turn of the world outside,
 * which does not come while a thread stands at an operation.
 */
export const later = <A>(register: (resolve: (value: A) => void) => void): Promise<A> =>
  // Its users only await it (imports of entries, ends of threads), and to await calls nothing but `then`.
  // oxlint-disable-next-line unicorn/no-thenable
  Object.defineProperty({}, "then", { value: register }) as unknown as Promise<A>
