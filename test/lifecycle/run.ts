/*
 * Runs a program as a process of its own, and says how it ended.
 */
import { spawn } from "node:child_process"

export interface Outcome {
  /** `null` when it had to be killed, because it did not end. */
  readonly code: number | null
  readonly lines: ReadonlyArray<string>
  readonly stderr: string
}

/** Nothing here takes as long; a process that does not end is killed then. */
const tooLongMillis = 45_000

export const run = (file: URL, ...args: ReadonlyArray<string>): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [file.pathname, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: tooLongMillis,
      killSignal: "SIGKILL"
    })
    let [stdout, stderr] = ["", ""]
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text))
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
    // After `exit`, and after all of the output.
    child.on("close", (code) => resolve({ code, lines: stdout.trimEnd().split("\n"), stderr }))
  })
