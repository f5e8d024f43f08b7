/*
 * Runs a fixture as a program of its own, to see what reaches its stdout and when it ends.
 */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"

export interface Outcome {
  /** `null` when it had to be killed. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `fixtures/<name>` with the Node of this test. A program that does not end is killed: `code` is then `null`. */
export const program = (
  name: string,
  args: ReadonlyArray<string>,
  options?: { readonly env?: Readonly<Record<string, string | undefined>> }
): Promise<Outcome> =>
  new Promise((resolve) => {
    const file = fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))
    const settings = {
      maxBuffer: 64 * 1024 * 1024,
      timeout: 50_000,
      killSignal: "SIGKILL",
      env: { ...process.env, ...options?.env }
    } as const
    const child = execFile(process.execPath, [file, ...args], settings, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr })
    )
  })

/** The numbered lines that the fixture `ports.ts` writes for `stdoutBytes`. */
export const numberedLines = (bytes: number): string => {
  let text = ""
  for (let line = 0; text.length < bytes; line++) text += `line ${line}\n`
  return text
}
