/*
 * `prepack` of every package of the workspace: what lies there is TypeScript, which Node refuses to run once it is
 * installed. Plain JavaScript, as `setup.js`: any Node runs it.
 */
import { relative } from "node:path"
import { fileURLToPath } from "node:url"

const folder = relative(fileURLToPath(new URL("..", import.meta.url)), process.cwd()).replaceAll("\\", "/")
console.error(
  `This folder holds the sources: packed from here, the package could not be used. Run \`npm run build\`, then ` +
    `\`npm pack ./${folder}/pkg\` or \`npm publish ./${folder}/pkg\`; \`npm run release\` does so for all packages.`
)
process.exit(1)
