/*
 * What is measured. Each scenario has `inFlight` callers, each of which asks again as soon as its answer was checked, or
 * when it is due again, against `workers` worker threads.
 */
export const scenarioNames = [
  "ask1",
  "ask256x1",
  "ask10kx1",
  "trickle",
  "oversubscribed",
  "neighbour",
  "mixed"
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
}

type Rest = Partial<Pick<Scenario, "workers" | "latency" | "everyMillis" | "beside">>

const scenario = (
  name: ScenarioName,
  description: string,
  inFlight: number,
  rest: Rest = {}
): readonly [ScenarioName, Scenario] => [
  name,
  { name, description, inFlight, workers: 1, latency: false, everyMillis: 0, beside: "nothing", ...rest }
]

export const scenarios: ReadonlyMap<ScenarioName, Scenario> = new Map([
  scenario("ask1", "one job in flight, one worker", 1, { latency: true }),
  scenario("ask256x1", "256 jobs in flight, one worker", 256),
  scenario("ask10kx1", "10,000 jobs in flight, one worker", 10_000),
  scenario("trickle", "one job a millisecond, one worker", 1, { latency: true, everyMillis: 1 }),
  scenario("oversubscribed", "one job in flight for each of 8 workers", 8, { workers: 8, latency: true }),
  scenario("neighbour", "one job in flight, one worker, beside a process that never rests", 1, {
    latency: true,
    beside: "process"
  }),
  scenario("mixed", "100 jobs a millisecond, one worker, beside ten loops on the callers' thread", 100, {
    everyMillis: 1,
    beside: "turns"
  })
])
