/*
 * Everything in the sources that can hold more and more: fields of classes, and variables of modules, that are maps, sets,
 * arrays or queues. For the test that asks for a bound of each.
 */
import { parseSync } from "rolldown/utils"

export interface Holder {
  /** `file Class.field`, or `file variable`. */
  readonly key: string
  readonly line: number
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: any
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string"

/** What is made by `new` under these names grows; a WeakMap holds nothing that others do not. */
const growing = /^(?:Map|Set|Fifo|Feed|Array|Int32Array)$/
const type = /^:\s*(?:Map|Set|Fifo|Feed|Array|Int32Array)\b/
/** What is not written to after it was made does not grow. */
const fixed = /^:\s*(?:ReadonlyArray|ReadonlyMap|ReadonlySet)\b/

export const holdersIn = (file: string, text: string): ReadonlyArray<Holder> => {
  const found: Array<Holder> = []
  const line = (node: Node): number => text.slice(0, node.start).split("\n").length
  const grows = (annotation: Node | null | undefined, value: Node | null | undefined): boolean => {
    const written = isNode(annotation) ? text.slice(annotation.start, annotation.end) : ""
    // `undefined` at first: it refers to one that another object made.
    if (fixed.test(written) || value?.["name"] === "undefined") return false
    if (type.test(written) || value?.type === "ArrayExpression") return true
    if (value?.type === "NewExpression") return growing.test(value["callee"].name ?? "")
    // Effect's queues, made where they are kept.
    return (
      isNode(value) &&
      /\b(?:Queue|PubSub)\.(?:un)?(?:bounded|dropping|sliding|make)/.test(text.slice(value.start, value.end))
    )
  }
  const visit = (node: Node, within: string, inFunction: boolean): void => {
    const owner = node.type === "ClassDeclaration" ? `${node["id"].name}.` : within
    // Declared, and nothing at first: as above.
    const refers = node["declare"] === true && /\|\s*undefined$/.test(text.slice(node.start, node.end))
    if (node.type === "PropertyDefinition" && !refers && grows(node["typeAnnotation"], node["value"])) {
      found.push({ key: `${file} ${owner}${node["key"].name}`, line: line(node) })
    }
    if (node.type === "VariableDeclarator" && !inFunction && grows(node["id"].typeAnnotation, node["init"])) {
      found.push({ key: `${file} ${node["id"].name}`, line: line(node) })
    }
    const inner = inFunction || /Function/.test(node.type)
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, owner, inner)
    }
  }
  visit(parseSync(file, text, { lang: "ts", sourceType: "module" }).program as unknown as Node, "", false)
  return found
}
