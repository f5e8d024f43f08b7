/*
 * What goes on beside the callers of a scenario, and how much of it got done: what a peer takes from others.
 */
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import type { Scenario } from "./scenarios.ts"

export interface Beside {
  /** How much has got done: seconds of a processor, or turns. Null where nothing goes on, or the system does not tell. */
  readonly done: () => number | null
  readonly end: () => void
}

const nothing: Beside = { done: () => null, end: () => {} }

/** A process that would use a whole processor, if it were let. */
const busyProcess = (): Beside => {
  const child = spawn(process.execPath, ["--eval", "for (;;);"], { stdio: "ignore" })
  // Also when this process is ended in the middle of it.
  const end = () => void child.kill("SIGKILL")
  process.once("exit", end)
  child.unref()
  return {
    done: () => {
      try {
        // In nanoseconds; `stat` counts in hundredths of a second.
        return Number(readFileSync(`/proc/${child.pid}/schedstat`, "latin1").split(" ", 1)[0]) / 1e9
      } catch {
        return null
      }
    },
    end
  }
}

const loops = 10

/** Loops that give way after each round, as fibers do that yield. */
const busyTurns = (): Beside => {
  let turns = 0
  let ended = false
  const turn = () => {
    turns++
    if (!ended) setImmediate(turn)
  }
  for (let index = 0; index < loops; index++) turn()
  return { done: () => turns, end: () => void (ended = true) }
}

export const startBeside = (scenario: Scenario): Beside => {
  switch (scenario.beside) {
    case "process":
      return busyProcess()
    case "turns":
      return busyTurns()
    case "nothing":
      return nothing
  }
}
