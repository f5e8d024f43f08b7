/**
 * Each guard of the shipped source, taken away: what is changed, and which models must find it. A guard is a comment
 * `// guard G12: why` at the place; a test asserts that all of them are here.
 */
import { memoryMutants } from "./memoryMutants.ts"
import type { Mutant } from "./mutant.ts"
import { protocolMutants } from "./protocolMutants.ts"

export type { Mutant } from "./mutant.ts"

export const mutants: ReadonlyArray<Mutant> = [...memoryMutants, ...protocolMutants]
