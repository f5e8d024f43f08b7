/**
 * What a promise was rejected with. `any`: each test looks at the fields of the error that it expects.
 */
import { assert } from "@effect/vitest"

export const rejection = async (promise: Promise<unknown>): Promise<any> => {
  try {
    await promise
  } catch (error) {
    return error
  }
  return assert.fail("it was not rejected")
}
