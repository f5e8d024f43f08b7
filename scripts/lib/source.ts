/*
 * A parsed TypeScript file, reduced to what the checks ask: what it imports, what it exports with which documentation,
 * which names and strings stand in it. The parser is the one of our test runner's bundler, so it knows all syntax.
 */
import { type ESTree, parseSync, Visitor } from "rolldown/utils"
import { lineAt, read } from "./repository.ts"

export interface Import {
  readonly specifier: string
  /** Erased when types are stripped. An import whose names alone are types still loads the module. */
  readonly typeOnly: boolean
  readonly line: number
}

export interface Export {
  readonly name: string
  /** Whether anything is left of it when types are stripped. */
  readonly value: boolean
  readonly line: number
  /** The text between the comment marks, and the line of its first character. */
  readonly doc: { readonly text: string; readonly line: number } | undefined
}

export interface Name {
  readonly name: string
  readonly line: number
}

export interface Source {
  readonly file: string
  readonly text: string
  readonly imports: ReadonlyArray<Import>
  readonly exports: ReadonlyArray<Export>
  /** Local names that imports bind. */
  readonly bound: ReadonlySet<string>
  readonly identifiers: ReadonlyArray<Name>
  /** String literals and the fixed parts of templates, without the paths of imports. */
  readonly strings: ReadonlyArray<Name>
  /** The titles of tests and suites: a call's first argument, where a function follows it. */
  readonly titles: ReadonlyArray<string>
  readonly comments: ReadonlyArray<{ readonly text: string; readonly start: number; readonly end: number }>
}

const cache = new Map<string, Source>()

export const source = (file: string): Source => {
  const known = cache.get(file)
  if (known !== undefined) return known
  const parsed = parse(file, read(file))
  cache.set(file, parsed)
  return parsed
}

export const parse = (file: string, text: string): Source => {
  const { comments, errors, program } = parseSync(file, text, { lang: "ts", sourceType: "module" })
  const first = errors[0]
  if (first !== undefined) throw new Error(`${file}: ${first.message}`)
  const at = (node: { readonly start: number }): number => lineAt(text, node.start)

  const imports: Array<Import> = []
  const bound = new Set<string>()
  const identifiers: Array<Name> = []
  const strings: Array<Name & { readonly start: number }> = []
  const paths = new Set<number>()
  const titles: Array<string> = []
  const add = (from: ESTree.Expression | null, kind: "type" | "value" | undefined, line: number): void => {
    if (from?.type === "Literal" && typeof from.value === "string") {
      paths.add(from.start)
      imports.push({ specifier: from.value, typeOnly: kind === "type", line })
    }
  }
  new Visitor({
    ImportDeclaration: (node) => {
      add(node.source, node.importKind, at(node))
      for (const specifier of node.specifiers) bound.add(specifier.local.name)
    },
    ExportAllDeclaration: (node) => add(node.source, node.exportKind, at(node)),
    ExportNamedDeclaration: (node) => add(node.source, node.exportKind, at(node)),
    ImportExpression: (node) => add(node.source, "value", at(node)),
    CallExpression: (node) => {
      const [title, ...others] = node.arguments
      const takesFunction = others.some(({ type }) => /Function|^(Identifier|CallExpression)/.test(type))
      if (title !== undefined && takesFunction) titles.push(...literal(title))
    },
    Identifier: (node: { readonly name: string; readonly start: number }) =>
      void identifiers.push({ name: node.name, line: at(node) }),
    Literal: (node) => {
      if (typeof node.value === "string") strings.push({ name: node.value, line: at(node), start: node.start })
    },
    TSImportType: (node) => void paths.add(node.source.start),
    TemplateElement: (node) => void strings.push({ name: node.value.raw, line: at(node), start: node.start })
  }).visit(program)

  return {
    file,
    text,
    imports,
    exports: exportsOf(text, program, comments),
    bound,
    identifiers,
    strings: strings.filter(({ start }) => !paths.has(start)),
    titles,
    comments: comments.map((comment) => ({ text: comment.value, start: comment.start, end: comment.end }))
  }
}

/** The text of a string or a template, with `${}` for each value that is filled in. */
const literal = (node: ESTree.Argument): Array<string> => {
  if (node.type === "Literal" && typeof node.value === "string") return [node.value]
  if (node.type !== "TemplateLiteral") return []
  return [node.quasis.map(({ value }) => value.cooked ?? value.raw).join("${}")]
}

type Comments = ReturnType<typeof parseSync>["comments"]

/** Overloads, and a type and a value of one name, are one export: documented once is documented. */
const exportsOf = (text: string, program: ESTree.Program, comments: Comments): Array<Export> => {
  const found = new Map<string, Export>()
  const put = (
    name: string,
    value: boolean,
    node: { readonly start: number },
    statement: { readonly start: number }
  ) => {
    const doc = docBefore(text, comments, node.start) ?? docBefore(text, comments, statement.start)
    const other = found.get(name)
    const line = lineAt(text, node.start)
    if (other === undefined) found.set(name, { name, value, line, doc })
    else found.set(name, { ...other, value: value || other.value, doc: fuller(other.doc, doc) })
  }
  for (const statement of program.body) {
    switch (statement.type) {
      case "ExportNamedDeclaration": {
        const declaration = statement.declaration
        for (const specifier of statement.specifiers) {
          const value = statement.exportKind !== "type" && specifier.exportKind !== "type"
          put(nameOf(specifier.exported), value, specifier, statement)
        }
        if (declaration === null) break
        if (declaration.type === "VariableDeclaration") {
          for (const { id } of declaration.declarations) {
            if (id.type === "Identifier") put(id.name, !declaration.declare, statement, statement)
          }
        } else if (declaration.id !== null && "name" in declaration.id) {
          const typeOnly =
            declaration.type === "TSInterfaceDeclaration" ||
            declaration.type === "TSTypeAliasDeclaration" ||
            ("declare" in declaration && declaration.declare === true)
          put(declaration.id.name, !typeOnly, statement, statement)
        }
        break
      }
      case "ExportDefaultDeclaration":
        put("default", true, statement, statement)
        break
      case "ExportAllDeclaration":
        put(
          statement.exported === null ? "*" : nameOf(statement.exported),
          statement.exportKind !== "type",
          statement,
          statement
        )
        break
    }
  }
  return [...found.values()]
}

const nameOf = (node: ESTree.ModuleExportName): string => (node.type === "Literal" ? node.value : node.name)

const fuller = (one: Export["doc"], other: Export["doc"]): Export["doc"] => {
  if (one === undefined || other === undefined) return one ?? other
  return other.text.includes("```ts") && !one.text.includes("```ts") ? other : one
}

/** The doc comment that ends right before the node, with nothing but white space between. */
const docBefore = (text: string, comments: Comments, start: number): Export["doc"] => {
  const comment = comments.findLast((candidate) => candidate.end <= start)
  if (comment === undefined || comment.type !== "Block" || !comment.value.startsWith("*")) return undefined
  if (text.slice(comment.end, start).trim() !== "") return undefined
  return { text: comment.value.slice(1), line: lineAt(text, comment.start) }
}
