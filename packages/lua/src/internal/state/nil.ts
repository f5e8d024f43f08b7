/*
 * Which of JavaScript's two kinds of nil a schema takes by name. For fitted.ts.
 */
import type * as SchemaAST from "effect/SchemaAST"

/** What a schema takes of the two. */
export interface Nil {
  readonly undefined: boolean
  readonly null: boolean
}

export const isNil = (value: unknown): value is undefined | null => value === undefined || value === null

/** Whether it is worth to ask: what a `Suspend` holds may not be there before a value comes. */
export const mayBeNil = (ast: SchemaAST.AST): boolean => {
  switch (ast._tag) {
    case "Null":
    case "Undefined":
    case "Void":
    case "Suspend":
      return true
    case "Union":
      return ast.types.some(mayBeNil)
    default:
      return false
  }
}

/** What takes anything (`Unknown`) takes neither by name: nil stays there what it is. */
export const nilOf = (ast: SchemaAST.AST, seen: ReadonlyArray<SchemaAST.AST> = []): Nil => {
  switch (ast._tag) {
    case "Null":
      return { undefined: false, null: true }
    case "Undefined":
    case "Void":
      return { undefined: true, null: false }
    case "Suspend":
      return seen.includes(ast) ? neither : nilOf(ast.thunk(), [...seen, ast])
    case "Union": {
      const all = ast.types.map((type) => nilOf(type, seen))
      return { undefined: all.some((nil) => nil.undefined), null: all.some((nil) => nil.null) }
    }
    default:
      return neither
  }
}

const neither: Nil = { undefined: false, null: false }
