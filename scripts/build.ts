/*
 * `npm run build`: a complete folder `packages/<name>/pkg/` for every package; `npm pack` of it is what users install.
 */
import { build, folderOf, missingExports } from "./lib/build.ts"
import { packages, show } from "./lib/repository.ts"

const findings = await build()
if (findings.length === 0) findings.push(...packages.flatMap(missingExports))
for (const finding of findings) console.log(show(finding))
if (findings.length === 0) for (const name of packages) console.log(folderOf(name))
process.exitCode = findings.length === 0 ? 0 : 1
