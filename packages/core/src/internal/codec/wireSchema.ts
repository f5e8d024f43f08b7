/**
 * The wire schema: the schema's AST with every declaration that msgpack does not know replaced, at that node
 * only, by its own codec link (`toCodec`; for leaves `toCodecJson`). Classes keep the link they have.
 *
 * `Schema.toCodecJson` would do this to the whole tree, and also turn bytes, dates and bigints into strings.
 */
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"

type AST = SchemaAST.AST

/** Declarations carried as they are, by the id Effect gives them (`annotate` loses the identity of the AST). */
const natives: ReadonlySet<unknown> = new Set(["effect/schema/Uint8Array", "effect/schema/Date"])

export const representationId = (ast: AST): unknown =>
  (ast.annotations?.representation as { readonly id?: unknown } | undefined)?.id

const mark = "~@stevedore/core/transfer"

/** Whether `Job.transfer` has marked this declaration. */
export const isMarked = (ast: AST): boolean => ast.annotations?.[mark] === true

/** `schema` with its mark; what is marked must be a declaration of binary data itself. */
export const markMoved = <S extends Schema.Top>(schema: S): S => {
  const { ast } = schema
  if (ast._tag !== "Declaration" || ast.encoding !== undefined) {
    throw new Error(
      `Job.transfer marks binary data itself (Schema.Uint8Array, Schema.instanceOf(ArrayBuffer)), not ${ast._tag}: ` +
        "mark the field, the element or the member that is to be moved"
    )
  }
  // An annotation changes no type, but `rebuild` does not promise the very class of schema it was given.
  return schema.rebuild(copy(ast, { annotations: { ...ast.annotations, [mark]: true } })) as unknown as S
}

/** A copy with other context, encoding or annotations; Effect's own copies AST nodes the same way. */
const copy = <A extends AST>(ast: A, changes: Partial<Pick<A, "annotations" | "context" | "encoding">>): A =>
  Object.assign(Object.create(Object.getPrototypeOf(ast)), ast, changes)

const mapOrSame = <A>(items: ReadonlyArray<A>, f: (item: A, index: number) => A): ReadonlyArray<A> => {
  const out = items.map(f)
  return out.some((item, index) => item !== items[index]) ? out : items
}

/** Thrown while an actor is being defined: the schema itself cannot be carried. */
const refuse = (what: string, path: ReadonlyArray<string>): never => {
  throw new Error(
    `This schema cannot be carried between threads: ${what}` +
      (path.length === 0 ? "" : ` at ${path.join("")}`) +
      `. Give the declaration a "toCodec" (or "toCodecJson") annotation, or transform it with Schema.decodeTo.`
  )
}

const step = (key: PropertyKey): string => (typeof key === "string" ? `[${JSON.stringify(key)}]` : `[${String(key)}]`)

/** The encoded side keeps a field's optionality, never its constructor default. */
const withContext = (ast: AST, context: SchemaAST.Context): AST =>
  copy(ast, { context: new SchemaAST.Context(context.isOptional, context.isMutable, undefined, context.annotations) })

const withContextOfLastLink = (ast: AST, context: SchemaAST.Context): AST => {
  if (ast.encoding === undefined) return withContext(ast, context)
  const last = ast.encoding[ast.encoding.length - 1]!
  const link = new SchemaAST.Link(withContextOfLastLink(last.to, context), last.transformation)
  return copy(ast, { encoding: [...ast.encoding.slice(0, -1), link] as unknown as SchemaAST.Encoding })
}

const cache = new WeakMap<AST, AST>()

/** Memoised, so that a recursive schema stays one graph. */
export const toWireAST = (ast: AST, path: ReadonlyArray<string> = []): AST => {
  const cached = cache.get(ast)
  if (cached !== undefined) return cached
  const out = rewrite(ast, path)
  cache.set(ast, out)
  cache.set(out, out)
  return out
}

const rewrite = (ast: AST, path: ReadonlyArray<string>): AST => {
  if (ast.encoding !== undefined) {
    const last = ast.encoding[ast.encoding.length - 1]!
    const to = toWireAST(last.to, path)
    if (to === last.to) return ast
    const links = [...ast.encoding.slice(0, -1), new SchemaAST.Link(to, last.transformation)]
    return copy(ast, { encoding: links as unknown as SchemaAST.Encoding })
  }
  switch (ast._tag) {
    case "Declaration":
      return rewriteDeclaration(ast, path)
    case "Objects": {
      const properties = mapOrSame(ast.propertySignatures, (property) => {
        const type = toWireAST(property.type, [...path, step(property.name)])
        return type === property.type ? property : new SchemaAST.PropertySignature(property.name, type)
      })
      const indexes = mapOrSame(ast.indexSignatures, (index) => {
        if (hasSymbolKeys(SchemaAST.toEncoded(index.parameter))) refuse("an index signature has symbol keys", path)
        const type = toWireAST(index.type, [...path, "[string]"])
        return type === index.type ? index : new SchemaAST.IndexSignature(index.parameter, type)
      })
      if (properties === ast.propertySignatures && indexes === ast.indexSignatures) return ast
      return new SchemaAST.Objects(
        properties,
        indexes,
        ast.annotations,
        ast.checks,
        undefined,
        ast.context,
        ast.encodingChecks
      )
    }
    case "Arrays": {
      const elements = mapOrSame(ast.elements, (element, index) => toWireAST(element, [...path, step(index)]))
      const rest = mapOrSame(ast.rest, (element) => toWireAST(element, [...path, "[number]"]))
      if (elements === ast.elements && rest === ast.rest) return ast
      return new SchemaAST.Arrays(
        ast.isMutable,
        elements,
        rest,
        ast.annotations,
        ast.checks,
        undefined,
        ast.context,
        ast.encodingChecks
      )
    }
    case "Union": {
      const types = mapOrSame(ast.types, (type) => toWireAST(type, path))
      if (types === ast.types) return ast
      return new SchemaAST.Union(
        types,
        ast.options,
        ast.annotations,
        ast.checks,
        undefined,
        ast.context,
        ast.encodingChecks
      )
    }
    case "Suspend":
      // Not followed here: the thunk may name a constant of the module that is still being evaluated.
      return new SchemaAST.Suspend(
        () => toWireAST(ast.thunk(), path),
        ast.annotations,
        undefined,
        undefined,
        ast.context
      )
    default:
      return ast
  }
}

const hasSymbolKeys = (parameter: AST): boolean =>
  parameter._tag === "Symbol" || (parameter._tag === "Union" && parameter.types.some(hasSymbolKeys))

const rewriteDeclaration = (ast: SchemaAST.Declaration, path: ReadonlyArray<string>): AST => {
  if (natives.has(representationId(ast)) || isMarked(ast)) return ast
  const annotations = ast.annotations ?? {}
  const own = annotations.toCodec as unknown
  const getLink = typeof own === "function" ? own : annotations.toCodecJson
  if (typeof getLink !== "function") {
    const name = annotations.identifier ?? annotations.expected ?? representationId(ast)
    return refuse(`${typeof name === "string" ? name : "a declaration"} has no codec`, path)
  }
  const parameters = ast.typeParameters.map((parameter) => Schema.make<Schema.Top>(SchemaAST.toEncoded(parameter)))
  const link = (getLink as (parameters: ReadonlyArray<Schema.Top>) => SchemaAST.Link | undefined)(parameters)
  // A declaration that says of itself that it is JSON: plain data.
  if (link === undefined) return ast
  const replaced = copy(ast, { encoding: [new SchemaAST.Link(toWireAST(link.to, path), link.transformation)] })
  return ast.context === undefined ? replaced : withContextOfLastLink(replaced, ast.context)
}
