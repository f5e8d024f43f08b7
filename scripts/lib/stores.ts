/*
 * Who writes to shared memory: every call of an atomic operation that changes a word or wakes somebody, every plain
 * write to the arena's views, and every call of a function that does either to memory of another thread. For the test
 * that holds each against the written rules: test/ownership.test.ts.
 */
import { parseSync } from "rolldown/utils"
import { lineAt } from "./repository.ts"

/** A place in the sources that writes, as `file function: operation word`. */
export interface Site {
  readonly key: string
  readonly file: string
  readonly line: number
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: any
}

const writing = new Set(["store", "add", "or", "and", "exchange", "compareExchange", "notifyAll"])
/** Views of the shared memory, by the names that the sources give them. */
const views = /^(?:words|bytes|doubles|target|target8|to)$/
const copying = new Set(["set", "fill", "copyWithin"])

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string"

/** Visits every node with the name of the outermost function or method it stands in. */
const walk = (node: Node, within: string, visit: (node: Node, within: string) => void): void => {
  visit(node, within)
  const inner = within === "" || within.endsWith(".") ? within + nameOf(node) : within
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, inner, visit)
  }
}

/** `Class.` for a class, whose members complete it; the name of a function; nothing for anything else. */
const nameOf = (node: Node): string => {
  switch (node.type) {
    case "ClassDeclaration":
      return `${node["id"].name}.`
    case "MethodDefinition":
    case "PropertyDefinition":
      return node["key"].name ?? ""
    case "VariableDeclarator":
      return /Function/.test(node["init"]?.type ?? "") ? node["id"].name : ""
    case "FunctionDeclaration":
      return node["id"].name
    default:
      return ""
  }
}

interface Call {
  /** What it is called on: `Atomics` in `Atomics.store()`; empty for a plain function. */
  readonly object: string
  readonly name: string
  readonly args: ReadonlyArray<string>
}

const callOf = (node: Node, text: (node: Node) => string): Call | undefined => {
  if (node.type !== "CallExpression") return undefined
  const { callee } = node as unknown as { readonly callee: Node }
  const args = (node["arguments"] as ReadonlyArray<Node>).map(text)
  if (callee.type === "Identifier") return { object: "", name: callee["name"], args }
  if (callee.type !== "MemberExpression" || callee["computed"] === true) return undefined
  return { object: text(callee["object"]), name: callee["property"].name ?? "", args }
}

const parsed = (file: string, text: string): Node =>
  parseSync(file, text, { lang: "ts", sourceType: "module" }).program as unknown as Node

const textIn =
  (source: string) =>
  (node: Node): string =>
    source.slice(node.start, node.end).replace(/\s+/g, " ")

const lastName = (expression: string): string => expression.replace(/!$/, "").split(".").at(-1)!

/** What one source file writes itself, atomically or not. `file` is what the keys begin with. */
export const storesIn = (file: string, source: string): ReadonlyArray<Site> => {
  const text = textIn(source)
  const sites: Array<Site> = []
  walk(parsed(file, source), "", (node, within) => {
    const add = (what: string) =>
      sites.push({ key: `${file} ${within || "(module)"}: ${what}`, file, line: lineAt(source, node.start) })
    const call = callOf(node, text)
    if (call !== undefined) {
      if (call.object === "Atomics" && writing.has(call.name)) add(`${call.name} ${call.args[1]}`)
      // The one function that stores a word of any thread's record: its callers are the sites.
      if (isRecordStore(file, call)) add(`store record of ${call.args[1]}, ${call.args[2]}`)
      if (copying.has(call.name) && views.test(lastName(call.object))) add(`plain ${lastName(call.object)}`)
    }
    const left = node.type === "AssignmentExpression" ? (node["left"] as Node) : undefined
    if (left?.type !== "MemberExpression" || left["computed"] !== true) return
    const object = lastName(text(left["object"]))
    if (views.test(object)) add(`plain ${object}`)
  })
  return sites
}

const isRecordStore = (file: string, { name, object }: Call): boolean =>
  name === "store" && (object === "ThreadRecord" || (object === "" && file.endsWith("memory/threadRecord.ts")))

/**
 * The calls of functions and methods by name: `Bell.ring` through what its module is imported as, `start` where it is
 * imported from the data plane, `.freeLanes` on any object.
 */
export const callsIn = (file: string, source: string, callees: ReadonlySet<string>): ReadonlyArray<Site> => {
  const text = textIn(source)
  const program = parsed(file, source)
  const imported = new Set(importedFromMemory(program))
  const sites: Array<Site> = []
  walk(program, "", (node, within) => {
    const call = callOf(node, text)
    if (call === undefined) return
    const names = call.object === "" ? [call.name] : [`${call.object}.${call.name}`, `.${call.name}`]
    for (const name of names) {
      if (!callees.has(name) || (call.object === "" && !imported.has(name))) continue
      sites.push({ key: `${file} ${within || "(module)"}: ${name}`, file, line: lineAt(source, node.start) })
    }
  })
  return sites
}

const importedFromMemory = (program: Node): ReadonlyArray<string> =>
  (program["body"] as ReadonlyArray<Node>)
    .filter(({ source, type }) => type === "ImportDeclaration" && /(?:^|\/)memory\/\w+\.ts$/.test(source.value))
    .flatMap(({ specifiers }) => (specifiers as ReadonlyArray<Node>).map((each) => each["local"].name as string))
