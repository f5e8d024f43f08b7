/*
 * What is measured. Unless its verb says otherwise, each scenario has `inFlight` callers, each of which asks again as soon
 * as its answer was checked, or when it is due again, against `workers` worker threads.
 */
export const scenarioNames = [
  "ask1",
  "ask256x1",
  "ask256x2",
  "ask10kx1",
  "nine256x1",
  "submit256x1",
  "own256x1",
  "fiber256x1",
  "tell",
  "start1",
  "million",
  "trickle",
  "oversubscribed",
  "neighbour",
  "mixed",
  "copy1k",
  "copy64k",
  "copy1m",
  "copy1m-3",
  "copy1m-full",
  "read64k",
  "read1m",
  "move1m",
  "stream",
  "loop-idle",
  "loop-trickle",
  "loop-saturated",
  "idle",
  "boot",
  "boot-warm",
  "boot-bundled",
  "boot-bundled-warm"
] as const

export type ScenarioName = (typeof scenarioNames)[number]

export interface Scenario {
  readonly name: ScenarioName
  readonly description: string
  readonly inFlight: number
  readonly workers: number
  /** Where many wait in a queue, it would be the queue that is measured. */
  readonly latency: boolean
  /** How often each caller asks, by a schedule that is free of drift; at once after an answer where it is 0. */
  readonly everyMillis: number
  /**
   * What goes on beside the callers: `process`, another one that never rests; `turns`, ten loops on the callers' own
   * thread that want a turn of its event loop after each.
   */
  readonly beside: "nothing" | "process" | "turns"
  /**
   * Binary data in the message, there and back: copied; copied, but read by the handler where it lies, which only Stevedore can
   * (`Job.Scoped`); or moved (`postMessage` with a transfer list, `Job.transfer`).
   */
  readonly data: { readonly bytes: number; readonly how: "copied" | "read" | "moved" } | undefined
  /** Nine fields, a date and a buffer among them, in place of three. */
  readonly nine: boolean
  /**
   * What is done with a job. `fiber`: asked, and its handler has no result at once but runs. `tell`: in bursts, whose last one
   * is asked how many were handled, at most four bursts ahead.
   * `start`: one is told, and asked when its handler began; the latency is the time until then. `stream`: the worker makes
   * the messages, one endless stream of them, 256 ahead of who reads it. `boot`: none, it is the start that is measured.
   */
  readonly verb: "ask" | "submit" | "fiber" | "tell" | "start" | "stream" | "boot"
  /** How many tells make a burst. */
  readonly burst: number
  /** The actor is served on the callers' own thread: codec, order and errors, no crossing. */
  readonly own: boolean
  /**
   * The worker has an interval of 5 ms, whose ticks are counted in place of the usual ones, and echoes what comes on a
   * socket; somebody on another thread sends to it, one message after the other, and takes the time.
   */
  readonly socket: boolean
  /**
   * When the load is over all threads are left alone, five times as long as it was measured, and their wake-ups are counted.
   * Nobody's ticks are: they would wake them.
   */
  readonly idleAfter: boolean
  /** Of Stevedore, if not as many as by default: with fewer than are in flight, jobs wait for one. */
  readonly largeBlocks: number | undefined
}

type Rest = Partial<Omit<Scenario, "name" | "description" | "inFlight">>

const scenario = (
  name: ScenarioName,
  description: string,
  inFlight: number,
  rest: Rest = {}
): readonly [ScenarioName, Scenario] => [
  name,
  {
    name,
    description,
    inFlight,
    workers: 1,
    latency: false,
    everyMillis: 0,
    beside: "nothing",
    data: undefined,
    largeBlocks: undefined,
    nine: false,
    verb: "ask",
    burst: 1000,
    own: false,
    socket: false,
    idleAfter: false,
    ...rest
  }
]

const KIB = 1024
const copied = (bytes: number) => ({ latency: true, data: { bytes, how: "copied" } }) as const
const read = (bytes: number) => ({ latency: true, data: { bytes, how: "read" } }) as const

export const scenarios: ReadonlyMap<ScenarioName, Scenario> = new Map([
  scenario("ask1", "one job in flight, one worker", 1, { latency: true }),
  scenario("ask256x1", "256 jobs in flight, one worker", 256),
  scenario("ask256x2", "256 jobs in flight, two workers", 256, { workers: 2 }),
  scenario("ask10kx1", "10,000 jobs in flight, one worker", 10_000),
  scenario("nine256x1", "256 jobs of nine fields, a date and 32 bytes among them, in flight, one worker", 256, {
    nine: true,
    data: { bytes: 32, how: "copied" }
  }),
  scenario("submit256x1", "256 jobs in flight, each submitted and then awaited, one worker", 256, { verb: "submit" }),
  scenario("own256x1", "256 jobs in flight, to an actor of the callers' own thread", 256, { own: true }),
  scenario("fiber256x1", "256 jobs in flight, each handler runs in a fiber, one worker", 256, { verb: "fiber" }),
  scenario("tell", "tells in bursts of 1,000, all of them handled, one worker", 1, { verb: "tell" }),
  scenario("start1", "one tell at a time: how long until its handler starts", 1, { latency: true, verb: "start" }),
  scenario("million", "a million tells at once, all of them handled, one worker", 1, {
    verb: "tell",
    burst: 1_000_000
  }),
  scenario("trickle", "one job a millisecond, one worker", 1, { latency: true, everyMillis: 1 }),
  scenario("oversubscribed", "one job in flight for each of 8 workers", 8, { workers: 8, latency: true }),
  scenario("neighbour", "one job in flight, one worker, beside a process that never rests", 1, {
    latency: true,
    beside: "process"
  }),
  scenario("mixed", "100 jobs a millisecond, one worker, beside ten loops on the callers' thread", 100, {
    everyMillis: 1,
    beside: "turns"
  }),
  scenario("copy1k", "1 KiB there and back, one job in flight", 1, copied(KIB)),
  scenario("copy64k", "64 KiB there and back, one job in flight", 1, copied(64 * KIB)),
  scenario("copy1m", "1 MiB there and back, one job in flight", 1, copied(KIB * KIB)),
  scenario("copy1m-3", "1 MiB there and back, three jobs in flight", 3, copied(KIB * KIB)),
  scenario("copy1m-full", "1 MiB there and back, three jobs in flight, memory for one", 3, {
    ...copied(KIB * KIB),
    largeBlocks: 2
  }),
  scenario("read64k", "64 KiB there and back, read where it lies", 1, read(64 * KIB)),
  scenario("read1m", "1 MiB there and back, read where it lies", 1, read(KIB * KIB)),
  scenario("move1m", "1 MiB moved there and back, one job in flight", 1, {
    latency: true,
    data: { bytes: KIB * KIB, how: "moved" }
  }),
  scenario("stream", "one endless stream, a job is an element", 1, { verb: "stream" }),
  scenario("loop-idle", "the worker's own interval and socket, ten jobs a second", 1, {
    everyMillis: 100,
    socket: true
  }),
  scenario("loop-trickle", "the worker's own interval and socket, one job a millisecond", 1, {
    everyMillis: 1,
    socket: true
  }),
  scenario("loop-saturated", "the worker's own interval and socket, 256 jobs in flight", 256, { socket: true }),
  scenario("idle", "256 jobs in flight, four workers, and then nothing: wake-ups in a second of that", 256, {
    workers: 4,
    idleAfter: true
  }),
  scenario("boot", "start of a worker until it answers, and its memory; built JavaScript", 1, {
    latency: true,
    verb: "boot"
  }),
  scenario("boot-warm", "the same with Node's compile cache filled", 1, { latency: true, verb: "boot" }),
  scenario("boot-bundled", "start of a worker out of a bundle with all packages in it", 1, {
    latency: true,
    verb: "boot"
  }),
  scenario("boot-bundled-warm", "the same with Node's compile cache filled", 1, { latency: true, verb: "boot" })
])
