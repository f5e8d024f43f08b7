/*
 * Every loop of the engine, and every function of it that calls itself, is in a table (loops.ts) that says why a script cannot make it
 * go on unseen. One that is not there fails: whoever adds a loop has to say what bounds it.
 */
import { assert, describe, it } from "@effect/vitest"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseAst } from "rolldown/parseAst"
import { LuaEngineError } from "@stevedore/lua/LuaError"
import { edited } from "../../src/internal/fengari/edits.ts"
import { locate, verified } from "../../src/internal/fengari/instance.ts"
import { editsOf } from "../../src/internal/fengari/load.ts"
import { loops } from "./loops.ts"

/** What a walk needs of a node of the syntax tree. */
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

interface Found {
  /** Its file, the function around it, and which one it is there. */
  readonly name: string
  readonly text: string
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string"

const LOOP = /^(For|While|DoWhile|ForIn|ForOf)Statement$/
const FUNCTION = /Function/

const nodeOf = (value: unknown): Node => value as Node

/** The functions of the engine by name, with their texts: for what is called in a loop. */
const functions = new Map<string, string>()

/** The loops of a file, and the circles in which its functions call each other. */
const found = (file: string, text: string): ReadonlyArray<Found> => {
  const all: Array<Found> = []
  const counts = new Map<string, number>()
  const own = new Map<string, string>()
  const textOf = (node: Node): string => text.slice(node.start, node.end)
  const enter = (name: string, node: Node): void => {
    own.set(name, (own.get(name) ?? "") + textOf(node))
    below(node, name)
  }
  const below = (node: Node, inside: string): void => {
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? (value as ReadonlyArray<unknown>) : [value]) {
        if (isNode(child)) walk(child, inside)
      }
    }
  }
  const walk = (node: Node, inside: string): void => {
    const { type } = node
    if (type === "VariableDeclarator" && isNode(node["init"]) && FUNCTION.test(node["init"].type)) {
      return enter(textOf(nodeOf(node["id"])), node["init"])
    }
    if (type === "AssignmentExpression" && FUNCTION.test(nodeOf(node["right"]).type)) {
      return enter(textOf(nodeOf(node["left"])).replace(/^.*\./s, ""), nodeOf(node["right"]))
    }
    if (type === "FunctionDeclaration") return enter(textOf(nodeOf(node["id"])), node)
    if ((type === "MethodDefinition" || type === "Property") && FUNCTION.test(nodeOf(node["value"]).type)) {
      return enter(textOf(nodeOf(node["key"])), nodeOf(node["value"]))
    }
    if (LOOP.test(type)) {
      const count = (counts.get(inside) ?? 0) + 1
      counts.set(inside, count)
      all.push({ name: `${file} ${inside}${count === 1 ? "" : ` ${count}`}`, text: textOf(node) })
    }
    below(node, inside)
  }
  walk(nodeOf(parseAst(text, { lang: file.endsWith(".ts") ? "ts" : "js" })), "file")
  for (const [name, body] of own) functions.set(name, (functions.get(name) ?? "") + body)
  return [...all, ...circles(file, own)]
}

/** Functions that reach themselves by calls within their file: each circle by its first function, and how many are in it. */
const circles = (file: string, own: ReadonlyMap<string, string>): ReadonlyArray<Found> => {
  const calls = new Map<string, ReadonlyArray<string>>()
  for (const [name, body] of own) {
    const called = new Set(
      [...body.matchAll(/(?<!function )(?:\bthis\.|(?<![.\w]))(\w+)\(/g)].map(([, callee]) => callee!)
    )
    calls.set(
      name,
      [...called].filter((callee) => own.has(callee))
    )
  }
  const reached = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>()
    const open = [from]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const callee of calls.get(next)!) {
        if (!seen.has(callee)) open.push(callee)
        seen.add(callee)
      }
    }
    return seen
  }
  const reach = new Map([...own.keys()].map((name) => [name, reached(name)] as const))
  const done = new Set<string>()
  return [...own.keys()].sort().flatMap((name) => {
    if (done.has(name) || !reach.get(name)!.has(name)) return []
    const members = [...reach.get(name)!].filter((other) => reach.get(other)!.has(name))
    for (const member of members) done.add(member)
    const text = members.map((member) => own.get(member)!).join("\n")
    return [{ name: `${file} recursion of ${name}${members.length === 1 ? "" : ` and ${members.length - 1}`}`, text }]
  })
}

/** fengari's files as they run, and our own. */
const sources = (): ReadonlyArray<readonly [file: string, text: string]> => {
  const installed = locate()
  if (installed instanceof LuaEngineError) throw installed
  const texts = verified(installed)
  if (texts instanceof LuaEngineError) throw texts
  const edits = editsOf("promote")
  const folder = fileURLToPath(new URL("../../src/internal/fengari/", import.meta.url))
  const own = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"))
  return [
    ...[...texts].map(([file, text]) => [file, edited(file, text, edits[file] ?? [])] as const),
    ...own.sort().map((file) => [file, readFileSync(join(folder, file), "utf8")] as const)
  ]
}

const STEPS = /\bmeter\.(steps|exhausted|allocate)\b/

/** Whether a function of the engine takes steps, itself or by one that it calls. */
const takesSteps = (name: string, further = 2): boolean => {
  const body = functions.get(name)
  if (body === undefined) return false
  if (STEPS.test(body)) return true
  return (
    further > 0 &&
    [...body.matchAll(/(\w+)\(/g)].some(([, callee]) => callee !== name && takesSteps(callee!, further - 1))
  )
}

const calls = (text: string, name: string): boolean => new RegExp(`(?<![.\\w])${name}\\(`).test(text)

describe("the loops of the engine", () => {
  const all = new Map(
    sources().flatMap(([file, text]) => found(file, text).map((loop) => [loop.name, loop.text] as const))
  )
  const table = new Map(Object.entries(loops).flatMap(([why, names]) => names.map((name) => [name, why] as const)))

  it("B11 each is in the table, and nothing else is", () => {
    assert.deepStrictEqual([...table.keys()].sort(), [...all.keys()].sort())
    assert.strictEqual(Object.values(loops).flat().length, table.size, "one is there twice")
  })

  it("B11 those that take steps do, themselves or where the table says", () => {
    for (const [name, why] of table) {
      const text = all.get(name)!
      const [, how, where] = /^(steps|paid)(?: in (\w+))?/.exec(why) ?? []
      if (how === undefined) assert.match(why, /^(bounded|never): ./, name)
      else if (where === undefined) assert.match(text, STEPS, name)
      else {
        assert.isTrue(takesSteps(where), `${name}: ${where} takes no steps`)
        if (how === "steps") assert.isTrue(calls(text, where), `${name} does not call ${where}`)
      }
    }
  })
})
