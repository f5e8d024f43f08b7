/**
 * Runs the program as a user does: a process of its own, with arguments, pipes and signals.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process"
import type { Readable } from "node:stream"
import { fileURLToPath } from "node:url"

export const repository = fileURLToPath(new URL("../../", import.meta.url))
export const main = fileURLToPath(new URL("../../packages/platform-node/examples/digest/main.ts", import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly process: ChildProcessByStdio<null, Readable, Readable>
  readonly firstOutput: Promise<void>
  readonly ended: Promise<Ended>
}

export interface DigestOptions {
  readonly cwd?: string
  readonly uid?: number
  readonly env?: Record<string, string>
}

export const start = (args: ReadonlyArray<string>, { cwd = repository, env, uid }: DigestOptions = {}): Running => {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
    ...(uid === undefined ? {} : { uid, gid: uid })
  })
  const chunks: { readonly stdout: Array<Buffer>; readonly stderr: Array<Buffer> } = { stdout: [], stderr: [] }
  child.stderr.on("data", (chunk) => chunks.stderr.push(chunk))
  const firstOutput = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk) => {
      chunks.stdout.push(chunk)
      resolve()
    })
    child.on("close", () => resolve())
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code, signal) =>
      resolve({
        code,
        signal,
        stdout: Buffer.concat(chunks.stdout).toString(),
        stderr: Buffer.concat(chunks.stderr).toString()
      })
    )
  })
  return { process: child, firstOutput, ended }
}

export const digest = (args: ReadonlyArray<string>, options?: DigestOptions): Promise<Ended> =>
  start(args, options).ended
