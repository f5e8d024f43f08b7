/*
 * A module of plain functions.
 */
class NotFound extends Error {}

export const add = (a: number, b: number): number => a + b
export const find = async (name: string): Promise<number> => {
  throw new NotFound(`there is no ${name}`)
}
