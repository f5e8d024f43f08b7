/*
 * What must not be published cannot be: the folders of the workspace hold TypeScript, which Node refuses to run once it
 * is installed. What is published is what `npm run build` makes of them.
 */
import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const json = (file: string): any => JSON.parse(readFileSync(`${root}/${file}`, "utf8"))
const { scripts, workspaces } = json("package.json")

describe("the sources of a package", () => {
  for (const folder of workspaces as ReadonlyArray<string>) {
    it(`${folder} cannot be packed or published, and it is said how`, () => {
      for (const args of [
        ["pack", "--dry-run", `./${folder}`],
        ["publish", "--dry-run", `./${folder}`]
      ]) {
        const { status, stderr } = spawnSync("npm", args, { cwd: root, encoding: "utf8" })
        assert.notEqual(status, 0)
        assert.include(stderr, "Run `npm run build`, then")
        assert.include(stderr, `\`npm publish ./${folder}/pkg\``)
      }
    })

    it(`${folder} is private, so that changesets and a npm without scripts leave it alone`, () => {
      assert.isTrue(json(`${folder}/package.json`).private)
    })
  }

  it("npm run release publishes what was built, and its script is there", () => {
    assert.equal(scripts.release, "node scripts/release.ts")
    assert.isTrue(existsSync(`${root}/scripts/release.ts`))
    // Versions and tags are those of the private sources.
    assert.deepEqual(json(".changeset/config.json").privatePackages, { version: true, tag: true })
  })
})
