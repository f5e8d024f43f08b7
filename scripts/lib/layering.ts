/*
 * Which module may import which. Packages import downwards only; the data plane in `core/src/internal/memory` knows no
 * Effect; one file a package names the global `Atomics`; nothing that is loaded together forms a circle.
 */
import { existsSync } from "node:fs"
import { dirname, join, posix } from "node:path"
import { files, type Finding, packages, root } from "./repository.ts"
import { type Import, type Source, source } from "./source.ts"

interface Layer {
  /** Module specifiers that the package's sources may name, besides paths within the package. */
  readonly allowed: ReadonlyArray<RegExp>
  /** What its `src/node` may name besides: the part of it that is not portable. */
  readonly inNode?: ReadonlyArray<RegExp>
  readonly says: string
}

const layers: Readonly<Record<string, Layer>> = {
  core: {
    allowed: [/^effect\//, /^msgpackr(\/|$)/],
    says: "core runs on any platform: it imports effect and msgpackr, and no node: module or package of ours"
  },
  harbor: {
    allowed: [
      /^effect\//,
      /^msgpackr(\/|$)/,
      /^node:zlib$/,
      /^@bufbuild\/protobuf(\/|$)/,
      /^@stevedore\/core\/(?!internal\/|index$)/
    ],
    inNode: [/^node:/],
    says: "harbor imports effect, msgpackr, protobuf core's public modules and node:zlib's CRC-32; other node: modules in src/node only"
  },
  lua: {
    allowed: [
      /^effect\//,
      /^fengari(\/|$)/,
      /^msgpackr(\/|$)/,
      /^node:/,
      /^@stevedore\/core\/(?!internal\/|index$)/,
      /^@stevedore\/harbor\/(?!internal\/|index$)/
    ],
    inNode: [/^@effect\/platform-node(-shared)?\//, /^@stevedore\/platform-node\/(?!internal\/|index$)/],
    says: "lua runs on Node: it imports effect, fengari, msgpackr, node: modules and core's and harbor's public modules; platform-node in src/node only"
  },
  "platform-node": {
    allowed: [/^effect\//, /^@effect\/platform-node(-shared)?\//, /^node:/, /^@stevedore\/core\/(?!internal\/|index$)/],
    says: "platform-node imports effect, @effect/platform-node, node: modules and core's public modules"
  }
}

/** Of each package that shares memory between threads, the one file that names the global `Atomics`. */
const atomics: ReadonlyArray<string> = [
  "packages/core/src/internal/memory/atomics.ts",
  "packages/harbor/src/internal/objects/atomics.ts",
  "packages/lua/src/internal/state/atomics.ts"
]
const memory = "packages/core/src/internal/memory/"

export const sources = (): Array<Source> => files("packages/*/src/**/*.ts").map(source)

const packageOf = (file: string): string => file.split("/")[1] ?? ""

/** The file that a relative import names, or undefined for a package. */
const target = (from: Source, { specifier }: Import): string | undefined =>
  specifier.startsWith(".") ? posix.join(dirname(from.file), specifier) : undefined

export const layering = (all: ReadonlyArray<Source>): Array<Finding> =>
  all.flatMap((from) => from.imports.flatMap((to) => refused(from, to)))

const refused = (from: Source, to: Import): Array<Finding> => {
  const finding = (message: string) => [{ file: from.file, line: to.line, message }]
  const path = target(from, to)
  if (path !== undefined) {
    if (!path.startsWith(`packages/${packageOf(from.file)}/src/`)) {
      return finding(`"${to.specifier}" leaves the sources of its package`)
    }
    if (!existsSync(join(root, path))) return finding(`"${to.specifier}" does not exist`)
    if (from.file.startsWith(memory) && !path.startsWith(memory) && !to.typeOnly) {
      return finding(`"${to.specifier}": the data plane stands on nothing above it`)
    }
    return []
  }
  const layer = layers[packageOf(from.file)]
  if (layer === undefined) return finding("this package has no line in the layers of scripts/lib/layering.ts")
  const inNode = from.file.startsWith(`packages/${packageOf(from.file)}/src/node/`) ? (layer.inNode ?? []) : []
  if (![...layer.allowed, ...inNode].some((pattern) => pattern.test(to.specifier))) {
    return finding(`"${to.specifier}" is not allowed here: ${layer.says}`)
  }
  if (from.file.startsWith(memory) && !to.typeOnly) {
    return finding(`"${to.specifier}": the data plane is synchronous and free of Effect`)
  }
  return []
}

/** A file that imports a binding of that name speaks of the import, not of the global. */
export const atomicsSeam = (all: ReadonlyArray<Source>): Array<Finding> =>
  all
    .filter((from) => !atomics.includes(from.file))
    .flatMap((from) =>
      [
        ...(from.bound.has("Atomics") ? [] : from.identifiers.filter(({ name }) => name === "Atomics")),
        ...from.strings.filter(({ name }) => name === "Atomics")
      ].map(({ line }) => ({
        file: from.file,
        line,
        message: `only ${atomics.join(" and ")} may name the global Atomics`
      }))
    )

/** One finding per circle, at an import that closes it. */
export const cycles = (all: ReadonlyArray<Source>): Array<Finding> => {
  const byFile = new Map(all.map((one) => [one.file, one]))
  const done = new Set<string>()
  const path: Array<string> = []
  const findings: Array<Finding> = []
  const visit = (from: Source): void => {
    path.push(from.file)
    for (const to of from.imports) {
      const file = to.typeOnly ? undefined : target(from, to)
      const next = file === undefined ? undefined : byFile.get(file)
      if (file === undefined || next === undefined || done.has(file)) continue
      const start = path.indexOf(file)
      if (start === -1) visit(next)
      else {
        const circle = [...path.slice(start), file].map((step) => step.replace(/^packages\//, ""))
        findings.push({ file: from.file, line: to.line, message: `import cycle: ${circle.join(" -> ")}` })
      }
    }
    path.pop()
    done.add(from.file)
  }
  for (const one of all) if (!done.has(one.file)) visit(one)
  return findings
}

/** Every package of the workspace has a layer, so a new one cannot slip past the check. */
export const layerless = (): Array<string> => packages.filter((name) => layers[name] === undefined)
