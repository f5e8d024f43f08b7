/*
 * Builds every package into a folder that is published as it stands, `packages/<name>/pkg/`: JavaScript and types in
 * `dist`, the sources that the maps point at, licence, README and a package.json of its own. In the repository the
 * `exports` point at TypeScript, which Node refuses to run under `node_modules`, so a tarball must not.
 */
import { cpSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, sep } from "node:path"
import { joined } from "./join.ts"
import { type Finding, packages, read, root } from "./repository.ts"
import { tsc } from "./tools.ts"

interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, string | null>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

export const manifest = (name: string): Manifest => JSON.parse(read(`packages/${name}/package.json`)) as Manifest

export const folderOf = (name: string): string => join(root, "packages", name, "pkg")

/** Packages whose modules are joined. The files of the others are named by URLs, which speak of one file each. */
const isJoined = (name: string): boolean => name === "core"

/** Builds in the order of the workspaces, in which a package comes after those it needs. */
export const build = async (): Promise<Array<Finding>> => {
  for (const name of packages) {
    const findings = emit(name)
    if (findings.length > 0) return findings
    if (isJoined(name)) await joined(join(folderOf(name), "src"), join(folderOf(name), "dist"), entriesOf(name))
    writeFileSync(join(folderOf(name), "package.json"), JSON.stringify(published(name), null, 2) + "\n")
    cpSync(join(root, "LICENSE"), join(folderOf(name), "LICENSE"))
    const changes = join(root, "packages", name, "CHANGELOG.md")
    cpSync(existsSync(changes) ? changes : join(root, "CHANGELOG.md"), join(folderOf(name), "CHANGELOG.md"))
    const docs = join(root, "packages", name, "docs")
    if (existsSync(docs)) cpSync(docs, join(folderOf(name), "docs"), { recursive: true })
    writeFileSync(join(folderOf(name), "README.md"), packedReadme(name))
  }
  return []
}

/** The README with links that work in the tarball: what is not in there stays as text. */
const packedReadme = (name: string): string => {
  const own = `packages/${name}/README.md`
  const text = read(existsSync(join(root, own)) ? own : "README.md")
  return text.replace(/\[([^\]]+)\]\((?!\w+:|#)([^)]+)\)/g, (_, title: string, target: string) => {
    const [path = "", hash] = target.replace(`packages/${name}/`, "").split("#")
    return existsSync(join(folderOf(name), path)) ? `[${title}](${path}${hash === undefined ? "" : `#${hash}`})` : title
  })
}

/** The public modules, as paths in the sources without their endings. */
const entriesOf = (name: string): Array<string> => {
  const paths = Object.values(manifest(name).exports).filter((path) => path?.endsWith(".ts") === true)
  const found = globSync(paths as Array<string>, { cwd: join(root, "packages", name) })
  return found
    .map((path) =>
      path
        .split(sep)
        .join("/")
        .replace(/^src\/|\.ts$/g, "")
    )
    .sort()
}

const emit = (name: string): Array<Finding> => {
  const out = folderOf(name)
  rmSync(out, { recursive: true, force: true })
  cpSync(join(root, "packages", name, "src"), join(out, "src"), { recursive: true })
  const config = {
    extends: "../../../tsconfig.json",
    compilerOptions: {
      noEmit: false,
      emitDeclarationOnly: isJoined(name),
      rootDir: "src",
      outDir: "dist",
      rewriteRelativeImportExtensions: true,
      declaration: true,
      declarationMap: true,
      sourceMap: true,
      // A sibling is what users get of it, not its sources.
      paths: Object.fromEntries(
        packages
          .filter((other) => other !== name)
          .map((other) => [`${manifest(other).name}/*`, [`../../${other}/pkg/dist/*.d.ts`]])
      )
    },
    include: ["src"],
    exclude: []
  }
  const file = join(out, "tsconfig.json")
  writeFileSync(file, JSON.stringify(config))
  const findings = tsc(["-p", file]).map((finding) => ({
    ...finding,
    file: finding.file.replace(`packages/${name}/pkg/src/`, `packages/${name}/src/`)
  }))
  rmSync(file)
  return findings
}

const mapped = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]))

/** The package.json of the tarball: built exports, siblings at the version they have, nothing of the workspace. */
const published = (name: string): object => {
  const { bin, dependencies = {}, devDependencies: _, exports, scripts: __, private: ___, ...rest } = manifest(name)
  const siblings = new Map(packages.map((other) => [manifest(other).name, `^${manifest(other).version}`]))
  return {
    ...rest,
    ...(bin === undefined ? {} : { bin: mapped(bin, builtFile) }),
    exports: mapped(exports, built),
    files: ["dist", "src", "docs", "CHANGELOG.md"],
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([key, range]) => [key, siblings.get(key) ?? range])
    )
  }
}

const built = (target: string | null): string | null | { readonly types: string; readonly default: string } => {
  if (target === null || !target.endsWith(".ts")) return target
  const file = builtFile(target)
  return { types: file.replace(/\.js$/, ".d.ts"), default: file }
}

/** What the compiler makes of a source. */
const builtFile = (source: string): string => source.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, ".js")

/** Every path that the built package.json promises, checked against what is there. */
export const missingExports = (name: string): Array<Finding> => {
  const file = `packages/${name}/pkg/package.json`
  const { bin = {}, exports } = JSON.parse(readFileSync(join(root, file), "utf8")) as {
    readonly bin?: Record<string, string>
    readonly exports: Record<string, unknown>
  }
  return [...Object.values(exports), ...Object.values(bin)]
    .flatMap((target) => (typeof target === "object" && target !== null ? Object.values(target) : [target]))
    .filter((path): path is string => typeof path === "string" && !path.includes("*"))
    .filter((path) => !existsSync(join(folderOf(name), path)))
    .map((path) => ({ file, line: 1, message: `promises ${path}, which was not built` }))
}
