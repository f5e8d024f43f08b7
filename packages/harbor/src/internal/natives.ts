/*
 * Walks a schema as it is encoded and replaces what other formats than JSON carry as it is: dates and bytes. Core's codec walks
 * schemas alike (`internal/codec/wireSchema.ts`), but is no public module, and what is proven of core's memory stands on it as it is:
 * so the two walks stay apart, and `test/codecLaws.test.ts` there and `codec.test.ts` here hold each to the same kinds of schemas.
 */
import * as SchemaAST from "effect/SchemaAST"

type AST = SchemaAST.AST

/** What stands for a date, or for bytes; called once for each place that has one. */
export type Replace = (kind: "date" | "bytes", ast: SchemaAST.Declaration) => AST

const kinds: ReadonlyMap<unknown, "date" | "bytes"> = new Map([
  ["effect/schema/Date", "date"],
  ["effect/schema/Uint8Array", "bytes"]
])

/** By the id that Effect gives them: `annotate` loses the identity of the AST. */
const kindOf = (ast: AST): "date" | "bytes" | undefined =>
  kinds.get((ast.annotations?.representation as { readonly id?: unknown } | undefined)?.id)

/** A copy with other fields; Effect's own copies AST nodes the same way. */
export const copy = <A extends AST>(ast: A, changes: Partial<A>): A =>
  Object.assign(Object.create(Object.getPrototypeOf(ast)), ast, changes)

const mapOrSame = <A>(items: ReadonlyArray<A>, f: (item: A) => A): ReadonlyArray<A> => {
  const out = items.map(f)
  return out.some((item, index) => item !== items[index]) ? out : items
}

/** The schema with all of its dates and bytes replaced. Memoised within one call, so that recursion stays one graph. */
export const mapNatives = (ast: AST, replace: Replace): AST => {
  const known = new Map<AST, AST>()
  const map = (from: AST): AST => {
    const before = known.get(from)
    if (before !== undefined) return before
    const to = rebuilt(from, map, replace)
    known.set(from, to)
    return to
  }
  return map(ast)
}

const rebuilt = (ast: AST, map: (ast: AST) => AST, replace: Replace): AST => {
  if (ast.encoding !== undefined) {
    const last = ast.encoding[ast.encoding.length - 1]!
    const to = map(last.to)
    if (to === last.to) return ast
    const links = [...ast.encoding.slice(0, -1), new SchemaAST.Link(to, last.transformation)]
    // There was one at least, and there are as many.
    return copy(ast, { encoding: links as unknown as SchemaAST.Encoding })
  }
  switch (ast._tag) {
    case "Declaration": {
      const kind = kindOf(ast)
      if (kind !== undefined) return replace(kind, ast)
      const typeParameters = mapOrSame(ast.typeParameters, map)
      return typeParameters === ast.typeParameters ? ast : copy(ast, { typeParameters })
    }
    case "Objects": {
      const propertySignatures = mapOrSame(ast.propertySignatures, (property) => {
        const type = map(property.type)
        return type === property.type ? property : new SchemaAST.PropertySignature(property.name, type)
      })
      const indexSignatures = mapOrSame(ast.indexSignatures, (index) => {
        const type = map(index.type)
        return type === index.type ? index : new SchemaAST.IndexSignature(index.parameter, type)
      })
      if (propertySignatures === ast.propertySignatures && indexSignatures === ast.indexSignatures) return ast
      const { annotations, checks, context, encodingChecks } = ast
      const parts = [annotations, checks, undefined, context, encodingChecks] as const
      return new SchemaAST.Objects(propertySignatures, indexSignatures, ...parts)
    }
    case "Arrays": {
      const elements = mapOrSame(ast.elements, map)
      const rest = mapOrSame(ast.rest, map)
      if (elements === ast.elements && rest === ast.rest) return ast
      const { annotations, checks, context, encodingChecks } = ast
      const parts = [annotations, checks, undefined, context, encodingChecks] as const
      return new SchemaAST.Arrays(ast.isMutable, elements, rest, ...parts)
    }
    case "Union": {
      const types = mapOrSame(ast.types, map)
      if (types === ast.types) return ast
      const { annotations, checks, context, encodingChecks } = ast
      return new SchemaAST.Union(types, ast.options, annotations, checks, undefined, context, encodingChecks)
    }
    case "Suspend":
      // Not followed here: what it names may still be in the making.
      return new SchemaAST.Suspend(() => map(ast.thunk()), ast.annotations, undefined, undefined, ast.context)
    default:
      return ast
  }
}
