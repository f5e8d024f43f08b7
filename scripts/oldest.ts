/*
 * Runs a command with the oldest supported Node in front of PATH: `node scripts/oldest.ts node --version`.
 */
import { spawnSync } from "node:child_process"
import { oldestEnvironment } from "./lib/oldestNode.ts"

const [command = "node", ...args] = process.argv.slice(2)
const { error, status } = spawnSync(command, args, { stdio: "inherit", env: oldestEnvironment() })
if (error !== undefined) console.error(error.message)
process.exitCode = status ?? 1
