/*
 * What a user does first: installs the tarballs in an empty folder, types the README's quick start, and runs it on the
 * oldest supported Node, as TypeScript and as plain JavaScript. Only `npm run test:packed` runs this file.
 */
import { assert, beforeAll, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { build, folderOf, manifest, missingExports } from "../scripts/lib/build.ts"
import { quickStart } from "../scripts/lib/examples.ts"
import { oldestEnvironment, oldestVersion } from "../scripts/lib/oldestNode.ts"
import { packages, root, show } from "../scripts/lib/repository.ts"
import { tool } from "../scripts/lib/tools.ts"

const folder = realpathSync(mkdtempSync(join(tmpdir(), "stevedore-packed-")))
const quick = quickStart("README.md")
const peers = ["effect", "@effect/platform-node"]

const run = (command: string, args: ReadonlyArray<string>, cwd = folder): string => {
  const { error, status, stderr, stdout } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: oldestEnvironment()
  })
  assert.strictEqual(status, 0, `${command} ${args.join(" ")}\n${error?.message ?? ""}${stdout}${stderr}`)
  return stdout
}

const versionOf = (name: string): string => {
  const file = join(root, "node_modules", name, "package.json")
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version
}

/** The compiler's output, in which a URL still says `.ts`; `rename` makes of it what one writes without a compiler. */
const compile = (outDir: string, rename: boolean): string => {
  const options = { noEmit: false, rootDir: "quickstart", outDir, rewriteRelativeImportExtensions: true }
  const file = join(folder, `tsconfig.${outDir}.json`)
  writeFileSync(file, JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, include: ["quickstart"] }))
  const { output, status } = tool("typescript", "bin/tsc", ["-p", file])
  assert.strictEqual(status, 0, output)
  for (const built of rename ? globSync(join(folder, outDir, "**", "*.js")) : []) {
    writeFileSync(built, readFileSync(built, "utf8").replace(/(["'])(\.\.?\/[^"']+)\.ts\1/g, "$1$2.js$1"))
  }
  return join(outDir, "main.js")
}

/** On a busy machine its first jobs may take long, which is warned of, with the line's annotations below it. */
const slowJobs = /^\[[\d:.]+\] WARN .*slow job.*\n(?:  \w+: .*\n)*/gm

/** Runs the quick start and compares what it prints with the README. */
const prints = (main: string): void => {
  const output = run("node", [main])
  if (quick?.output !== undefined) assert.strictEqual(output.replaceAll(slowJobs, "").trim(), quick.output)
}

const compilerOptions = {
  target: "ES2022",
  lib: ["ES2024"],
  module: "NodeNext",
  noEmit: true,
  allowImportingTsExtensions: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  types: ["node"],
  typeRoots: [join(root, "node_modules", "@types")]
}

beforeAll(async () => {
  assert.isDefined(quick, "README.md has no block marked file=quickstart/main.ts")
  assert.deepStrictEqual((await build()).map(show), [])
  const tarballs = packages.map((name) => {
    const [packed] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", folder], folderOf(name))) as Array<{
      readonly filename: string
    }>
    return join(folder, packed?.filename ?? "")
  })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }))
  const others = peers.map((name) => `${name}@${versionOf(name)}`)
  run("npm", ["install", "--ignore-scripts", "--loglevel=error", ...tarballs, ...others])
  for (const { name, text } of quick?.files ?? []) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text.trimStart())
  }
  return () => rmSync(folder, { recursive: true, force: true })
})

describe("packed install", () => {
  it(`runs on Node ${oldestVersion}`, () => {
    assert.strictEqual(run("node", ["--version"]).trim(), `v${oldestVersion}`)
  })

  it("every promised export is in the tarball, and no TypeScript is run from it", () => {
    for (const name of packages) {
      assert.deepStrictEqual(missingExports(name).map(show), [])
      const installed = join(folder, "node_modules", manifest(name).name)
      assert.isTrue(existsSync(join(installed, "LICENSE")))
      const links = readFileSync(join(installed, "README.md"), "utf8").matchAll(/\]\((?!\w+:|#)([^)#]+)/g)
      for (const [, target = ""] of links) assert.isTrue(existsSync(join(installed, target)), target)
      const { exports, ...rest } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Record<
        string,
        unknown
      >
      // The sources are private and refuse to be packed; what is built is not and does not.
      assert.isFalse("private" in rest || "scripts" in rest)
      assert.notMatch(JSON.stringify(exports).replaceAll(".d.ts", ""), /\.ts"/)
    }
  })

  it("every public module loads", () => {
    const names = packages.flatMap((name) => [
      ...globSync(join(folderOf(name), "dist", "*.js")).map((file) => {
        const module = file.replace(/^.*[\\/]|\.js$/g, "")
        return module === "index" ? manifest(name).name : `${manifest(name).name}/${module}`
      }),
      // Those that are a folder: `./testing`.
      ...Object.entries(manifest(name).exports).flatMap(([path, target]) =>
        /^\.\/src\/\w+\/index\.ts$/.test(target ?? "") ? [`${manifest(name).name}${path.slice(1)}`] : []
      )
    ])
    assert.include(names, "@stevedore/core/testing")
    assert.isAbove(names.length, packages.length)
    const load = (modules: ReadonlyArray<string>): void => {
      writeFileSync(join(folder, "load.js"), modules.map((name) => `await import(${JSON.stringify(name)})\n`).join(""))
      run("node", ["load.js"])
    }
    // Those that stand on what not everybody installs have an entry of their own, and nothing else needs them.
    const optional: ReadonlyArray<string> = names.filter((name) => name === "@stevedore/harbor/protobuf")
    assert.lengthOf(optional, 1)
    load(names.filter((name) => !optional.includes(name)))
    run("npm", [
      "install",
      "--ignore-scripts",
      "--loglevel=error",
      `@bufbuild/protobuf@${versionOf("@bufbuild/protobuf")}`
    ])
    load(optional)
  })

  it("stevedore-lua runs a script with threads, as npm installs the command", () => {
    writeFileSync(join(folder, "yard.lua"), "function area(box) return box.w * box.h end\n")
    writeFileSync(
      join(folder, "office.lua"),
      `local yard = athd.newpool("yard", "yard.lua", 2, 1000)
       print(athd.call(yard, "area", function(box) return area(box) end, { w = 3, h = 4 }), ...)`
    )
    assert.strictEqual(run("npx", ["--no-install", "stevedore-lua", "office.lua", "ahoy"]), "12\tahoy\n")
    assert.match(run("npx", ["--no-install", "stevedore-lua", "--version"]), /^stevedore-lua \d+\.\d+\.\d+, Lua 5\.3/)
  })

  it("a thread loads core in a few files: each costs it half a millisecond", () => {
    const count = `
      import { registerHooks } from "node:module"
      let own = 0
      const load = (url, context, next) => ((own += url.includes("@stevedore/core/") ? 1 : 0), next(url, context))
      registerHooks({ load })
      await import("@stevedore/core/Actor")
      await import("@stevedore/core/ThreadEntry")
      console.log(own)`
    writeFileSync(join(folder, "count.js"), count)
    assert.isAtMost(Number(run("node", ["count.js"])), 5)
  })

  it("the quick start has the types that its editor shows, and so do the packages", () => {
    // With the packages' own declarations checked too: a path in them that leads nowhere would turn all into any.
    const config = { compilerOptions: { ...compilerOptions, skipLibCheck: false }, include: ["quickstart"] }
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config))
    const { output } = tool("typescript", "bin/tsc", ["-p", folder, "--pretty", "false"])
    const ours = output.split("\n").filter((line) => /^\S*(quickstart|@stevedore)\/|^error/.test(line))
    assert.deepStrictEqual(ours, [])
  })

  it("the quick start runs as TypeScript", () => prints(quick?.main ?? ""))

  it("the quick start runs as plain JavaScript", () => prints(compile("plain", true)))

  it("the quick start runs as the compiler leaves it", () => prints(compile("compiled", false)))
})
