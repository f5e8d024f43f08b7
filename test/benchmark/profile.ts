/*
 * Where the time of an ask goes, as a document: `node test/benchmark/profile.ts` measures the pieces, the verbs and the
 * rooms of the sources, each in processes of their own on one processor, and writes `packages/core/docs/profile.md`. With
 * `data` it measures the last section alone, with `own` the one of the own thread, and leaves the others as they are.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { canPin, describeCommit, describeMachine, readProcessorTimes, repository } from "./machine.ts"
import { dataSection, heading } from "./profile/data.ts"
import { heading as ownHeading, ownSection } from "./profile/ownThread.ts"
import { places, type VerbRequest, type VerbResult, verbs } from "./profile/request.ts"
import { type Room, roomsOf } from "./profile/rooms.ts"
import type { Measurement } from "./measurement.ts"
import { nanos, table, times } from "./profile/table.ts"
import { spawnMeasurement } from "./spawn.ts"
import { median } from "./statistics.ts"

const repetitions = 3
const pin = canPin() ? ["taskset", "-c", "0"] : []

const run = (script: string, request: object, ...options: ReadonlyArray<string>): unknown => {
  const file = fileURLToPath(new URL(`./profile/${script}.ts`, import.meta.url))
  const [command, ...args] = [...pin, process.execPath, "--disable-warning=ExperimentalWarning", ...options, file]
  const compileCache = fileURLToPath(new URL(".cache/benchmark/compiled", repository))
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache }
  return JSON.parse(execFileSync(command!, [...args, JSON.stringify(request)], { env, encoding: "utf8" }))
}

/** Each figure's median of several runs. */
const medians = <A extends object>(runs: ReadonlyArray<A>): A => {
  const of = (name: string) => median(runs.flatMap((figures) => Number((figures as Record<string, unknown>)[name])))
  return Object.fromEntries(Object.keys(runs[0]!).map((name) => [name, of(name)])) as A
}

const repeated = <A extends object>(measure: () => A): A => medians(Array.from({ length: repetitions }, measure))

const rooms = (request: VerbRequest): ReadonlyArray<Room> => {
  const folder = mkdtempSync(join(tmpdir(), "stevedore-profile-"))
  try {
    run("verbs", request, "--cpu-prof", "--cpu-prof-interval", "200", "--cpu-prof-dir", folder)
    return roomsOf(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const explained: Readonly<Record<string, string>> = {
  fiber: "a fiber that waits in `Effect.callback` and is answered, with nothing in between",
  effect: "an Effect that is done when it is run, in a loop of one fiber, with nothing in it",
  msgpackr: "three fields packed, copied and unpacked, there and back, by msgpackr alone",
  codec: "the same with the Schema checked on both sides, both ways; so small a message is packed without msgpackr",
  lanes: "a mail record there and an express record back, written, published and read in batches of 256",
  "job word": "a job word begun, won by its target, ended"
}

const named: Readonly<Record<string, string>> = {
  fiber: "ask, and the handler runs in a fiber",
  submit: "submit, then await"
}

const afterOwn = "## Tells\n"
const document = new URL("packages/core/docs/profile.md", repository)

if (process.argv[2] === "data") {
  const section = await dataSection()
  const [others] = readFileSync(document, "utf8").split(heading)
  writeFileSync(document, `${others!.trimEnd()}\n\n${section}`)
  process.stdout.write(section)
  process.exit()
}

if (process.argv[2] === "own") {
  const section = ownSection(run)
  const text = readFileSync(document, "utf8")
  const [start, end] = [text.indexOf(ownHeading), text.indexOf(`\n${afterOwn}`)]
  writeFileSync(document, `${text.slice(0, start)}${section}${text.slice(end)}`)
  process.stdout.write(section)
  process.exit()
}

const before = readProcessorTimes()
const pieces = repeated(() => run("pieces", {}) as Record<string, number>)
const results = new Map<string, VerbResult>()
for (const where of places) {
  for (const verb of verbs) {
    results.set(
      `${verb} ${where}`,
      repeated(() => run("verbs", { verb, where }) as VerbResult)
    )
  }
}
const measured = { scenario: "ask256x1", warmUpMillis: 1000, measureMillis: 1000 } as const
const raws: Array<number> = []
for (let index = 0; index < repetitions; index++) {
  raws.push((await spawnMeasurement({ ...measured, peer: "raw" }, { pinned: pin.length > 0 })).cpuMicrosPerJob! * 1000)
}
const raw = median(raws)!
const tells = { scenario: "tell", warmUpMillis: 2000, measureMillis: 2000 } as const
const told = new Map<string, Measurement>()
for (const peer of ["raw", "stevedore"] as const) {
  for (const where of ["pinned", "free"] as const) {
    const runs: Array<Measurement> = []
    for (let index = 0; index < repetitions; index++) {
      runs.push(await spawnMeasurement({ ...tells, peer }, { pinned: where === "pinned" && pin.length > 0 }))
    }
    told.set(`${peer} ${where}`, medians(runs))
  }
}
const local = rooms({ verb: "ask", where: "main" })
const after = readProcessorTimes()

const tellLimit = pieces["effect"]! + pieces["codec"]! / 2 + pieces["lanes"]! / 2 + pieces["job word"]!
const tellNanos = (peer: string): number => told.get(`${peer} pinned`)!.cpuMicrosPerJob! * 1000
const tellRow = (called: string, peer: string): ReadonlyArray<string> => {
  const { enqueueMicros, jobsPerSecond } = told.get(`${peer} free`)!
  return [called, nanos(tellNanos(peer)), (jobsPerSecond! / 1e6).toFixed(2), nanos(enqueueMicros! * 1000)]
}
const tellRatio = told.get("stevedore free")!.jobsPerSecond! / told.get("raw free")!.jobsPerSecond!

const of = (name: string): number => results.get(name)!.nanosPerJob
const ask = of("ask thread")
const limit = pieces["fiber"]! + pieces["codec"]! + pieces["lanes"]! + pieces["job word"]!
const busy =
  before === null || after === null
    ? ""
    : `, ${nanos((100 * (after.busyMicros - before.busyMicros)) / (after.totalMicros - before.totalMicros))} % of the processors in use (one by this)`
const machine = describeMachine()

const own = ownSection(run)
const section = await dataSection()
const text = `# Where the time of an ask goes

Written by \`node test/benchmark/profile.ts\` at commit ${describeCommit().slice(0, 12)} on ${machine.cores} × ${machine.cpu}, Node
${machine.node}${busy}. Nanoseconds of processor time for each job, all threads together, everything bound to one processor, medians of
${repetitions} processes. Others on the machine make all of them larger, by up to a half: read them beside each other.

The message has three fields; 256 are in flight; the Schema is checked on both sides.

## The limits

What the parts of an ask cost by themselves, in a loop of nothing else.

${table(
  ["piece", "ns", "what it is"],
  Object.entries(pieces).map(([name, value]) => [name, nanos(value), explained[name]!])
)}

Fiber, codec, lanes and job word together are ${nanos(limit)} ns: an ask that consisted of nothing but its indispensable parts. An ask
to a thread takes ${times(ask / limit)} of that, and ${times(ask / raw)} of a raw \`postMessage\` there and back with a map of promises (${nanos(raw)} ns), which
checks nothing. The rest is what pieces in a loop do not show: 256 jobs at once miss the caches that one has, each end looks
after windows, deaths and stops, and two threads on one processor are switched between.

## The verbs

${table(
  ["verb", "to a thread", "to the own thread", "own ÷ other", "÷ an ask"],
  verbs.map((verb) => [
    named[verb] ?? verb,
    nanos(of(`${verb} thread`)),
    nanos(of(`${verb} main`)),
    times(of(`${verb} main`) / of(`${verb} thread`)),
    times(of(`${verb} thread`) / ask)
  ])
)}

A tell is in the mailbox after ${nanos(results.get("tell main")!.enqueueNanos!)} ns (the own thread's; bursts of 1,000, median). A submit rings its thread before it
returns, so that what its caller does next, however long it takes, goes on beside the job; where both share one processor it so changes
threads twice. One that is made within a drain, as nearly all are here, rings at the end of it. Asks ring once for a whole burst.

## One ask after the other

With one in flight on one processor threads change twice for each ask, and no burst shares what a change costs. Stevedore takes 1.16 × the
time of bare \`postMessage\` there (10.7 and 9.2 µs, scenario \`ask1\`, bound; on two free processors it takes 0.05 ×, since nobody sleeps). A
worker that has nothing to do stops in \`Atomics.wait\`, from which it is woken sooner than from its event loop. Before each stop the
event loop has a turn, and \`process.getActiveResourcesInfo\` says whether something else waits for it: together some 3 µs of the 11.

Tried, and not kept (22 November 2026, interleaved pairs, bound): to stop without that turn takes 1.03 ×. But what a handler has left behind
in a promise, which no list of Node's knows, then waits until the next job comes, or for the 10 ms that a stop takes at most.

${own}
${afterOwn}
Bursts of 1,000 to a thread, at most four of them ahead of it, all handled before the clock stops (scenario \`tell\`,
${tells.measureMillis / 1000} s after as long a warm-up; each looks at its message).

${table(
  [
    "",
    "CPU ns a tell, one processor",
    "million a second, two processors",
    "ns until it is in the mailbox, two processors"
  ],
  [tellRow("bare `postMessage`", "raw"), tellRow("tell", "stevedore")]
)}

Effect, half of codec and of lanes, and job word are ${nanos(tellLimit)} ns: what no tell can do without that is an Effect, is checked on
both sides and can be taken back. On one processor three times as many as bare \`postMessage\` would leave ${nanos(tellNanos("raw") / 3)} ns for
all of it. On two they are ${times(tellRatio)} as many: there bare \`postMessage\` wakes its reader for nearly every message, where a
burst of tells does so some four times. The sender is the slower side: besides its share of these pieces it waits for the
lines of memory that go from one processor to the other (a record, a job word, the tail of the lane).

## The rooms

An ask to an actor of the own thread, both sides in one profile: where in the sources the samples lie, and the functions that
have most of them. Shares are scaled to the ${nanos(of("ask main"))} ns that it takes when nobody looks on.

${table(
  ["room", "share", "ns", "most of it"],
  local
    .filter(({ share }) => share >= 0.005)
    .map(({ functions, name, share }) => [
      name,
      `${(100 * share).toFixed(1)} %`,
      nanos(share * of("ask main")),
      functions.map(([called, part]) => `\`${called}\` ${(100 * part).toFixed(1)} %`).join(", ")
    ])
)}

${section}`

writeFileSync(document, text)
process.stdout.write(text)
