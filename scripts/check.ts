/*
 * `npm run check`: everything about the sources that can be known without running the tests. Each failure is printed as
 * file:line, all steps run even when one fails, and the exit code is 1 if any did. With names of steps as arguments only
 * these run: `npm run check -- types docs`.
 */
import { stale } from "./lib/barrels.ts"
import { examples, undocumented } from "./lib/examples.ts"
import { atomicsSeam, cycles, layering, layerless, sources } from "./lib/layering.ts"
import { type Finding, show } from "./lib/repository.ts"
import { runExamples } from "./lib/runExamples.ts"
import { oxlint, prettier, tsc } from "./lib/tools.ts"

const steps: Readonly<Record<string, () => Array<Finding> | Promise<Array<Finding>>>> = {
  types: () => tsc(["-p", "."]),
  lint: oxlint,
  format: prettier,
  barrels: stale,
  layering: () => [
    ...layerless().map((name) => ({ file: `packages/${name}`, line: 1, message: "has no layer in scripts/lib" })),
    ...layering(sources()),
    ...atomicsSeam(sources())
  ],
  cycles: () => cycles(sources()),
  docs: async () => [...undocumented(), ...(await runExamples(examples()))]
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => steps[name] === undefined)
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(", ")}. The steps are ${Object.keys(steps).join(", ")}.`)
  process.exit(2)
}

let failed = 0
for (const [name, step] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const start = performance.now()
  const findings = await step()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${findings.length === 0 ? "ok    " : "failed"} ${name} (${seconds} s)`)
  for (const finding of findings) console.log(`  ${show(finding)}`)
  if (findings.length > 0) failed++
}
process.exitCode = failed === 0 ? 0 : 1
