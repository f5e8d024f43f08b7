/** Two milliseconds of the processor: longer than what is published may wait for its ring. */
export const compute = (): void => {
  const until = performance.now() + 2
  while (performance.now() < until);
}
