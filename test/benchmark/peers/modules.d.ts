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

declare module "tinypool" {
  export class Tinypool {
    constructor(options: {
      readonly filename: string
      readonly runtime: "worker_threads"
      readonly minThreads: number
      readonly maxThreads: number
      readonly concurrentTasksPerWorker: number
      readonly taskQueue: object
      readonly useAtomics: boolean
    })
    run<A>(message: unknown): Promise<A>
    destroy(): Promise<void>
  }
}

declare module "workerpool" {
  const workerpool: {
    pool(
      script: string,
      options: { readonly workerType: "thread"; readonly minWorkers: number; readonly maxWorkers: number }
    ): {
      exec(method: string, parameters: ReadonlyArray<unknown>): PromiseLike<unknown>
      terminate(): PromiseLike<unknown>
    }
    worker(methods: Readonly<Record<string, (message: any) => unknown>>): void
  }
  export default workerpool
}

declare module "poolifier" {
  export class FixedThreadPool<Data, Response> {
    constructor(
      threads: number,
      file: string,
      options: {
        readonly enableEvents: boolean
        readonly enableTasksQueue: boolean
        readonly workerChoiceStrategy: "LEAST_USED" | "ROUND_ROBIN"
      }
    )
    readonly info: { readonly ready: boolean }
    execute(data: Data): Promise<Response>
    destroy(): Promise<void>
  }
  export class ThreadWorker<Data, Response> {
    constructor(work: (data?: Data) => Response)
  }
}
