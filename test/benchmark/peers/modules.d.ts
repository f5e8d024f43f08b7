/*
 * The parts of the peers' types that the adapters use. The repository's type check runs before any peer is installed.
 */
declare module "piscina" {
  export class FixedQueue {}
  export class Piscina {
    constructor(options: {
      readonly filename: string
      readonly minThreads: number
      readonly maxThreads: number
      readonly concurrentTasksPerWorker: number
      readonly taskQueue: FixedQueue
      readonly recordTiming: boolean
      readonly atomics: "sync" | "async" | "disabled"
    })
    run<A>(message: unknown): Promise<A>
    destroy(): Promise<void>
  }
}
