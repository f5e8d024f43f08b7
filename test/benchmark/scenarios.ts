/*
 * What is measured. Each scenario is a closed loop: `inFlight` callers, each of which asks again as soon as its answer
 * was checked, against `workers` worker threads.
 */
export const scenarioNames = ["ask1", "ask256x1", "ask10kx1"] as const

export type ScenarioName = (typeof scenarioNames)[number]

export interface Scenario {
  readonly name: ScenarioName
  readonly description: string
  readonly inFlight: number
  readonly workers: number
  /** Latency is recorded only with one job in flight: with more, it is the queue that would be measured. */
  readonly latency: boolean
}

const scenario = (
  name: ScenarioName,
  description: string,
  inFlight: number,
  options?: { readonly latency: boolean }
): readonly [ScenarioName, Scenario] => [
  name,
  { name, description, inFlight, workers: 1, latency: options?.latency ?? false }
]

export const scenarios: ReadonlyMap<ScenarioName, Scenario> = new Map([
  scenario("ask1", "one job in flight, one worker", 1, { latency: true }),
  scenario("ask256x1", "256 jobs in flight, one worker", 256),
  scenario("ask10kx1", "10,000 jobs in flight, one worker", 10_000)
])
