/*
 * Writes the generated `index.ts` of every package, where it is not current. Part of `npm run format`.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { barrels, stale } from "./lib/barrels.ts"
import { root } from "./lib/repository.ts"

const old = new Set(stale().map(({ file }) => file))
for (const { file, text } of barrels().filter((barrel) => old.has(barrel.file))) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
  console.log(`${file} written`)
}
