/**
 * Telling without an Effect: for plain callbacks outside of any fiber. It never waits, and says at once what became of it.
 */
import type * as Headers from "effect/http/Headers"
import type * as Fiber from "effect/Fiber"
import type * as Rpc from "effect/rpc/Rpc"
import { type ActorErrorReason, InvalidOption } from "../../ActorError.ts"
import type { Told } from "../../Client.ts"
import type { Calls, ClientOptions } from "./calls.ts"
import { tooMuch } from "./carrier.ts"
import { errorOf, Tell } from "./clientJobs.ts"
import { clientMiddlewares } from "./clientMiddleware.ts"
import type { Route } from "./clientRoute.ts"
import * as Extension from "../extension.ts"
import { noChain } from "../jobInfo.ts"
import { areOptions, badOptions } from "./limit.ts"
import { Absent } from "./nameLine.ts"
import type { ClientMethod } from "./outgoing.ts"
import { standAlone } from "./waitingSends.ts"

interface Options {
  readonly headers?: Headers.Input | undefined
  readonly thread?: string | undefined
  readonly movable?: boolean | undefined
}

export const makeTellUnsafe = (
  calls: Calls,
  route: Route,
  { context }: ClientOptions,
  rpc: Rpc.AnyWithProps,
  [method, addressed]: readonly [ClientMethod, ClientMethod],
  current: () => Fiber.Fiber<unknown, unknown> | undefined
): ((payload: unknown, options?: Options) => Told) => {
  const { binding, outbox, system } = calls
  const refuse = (reason: ActorErrorReason, thread = ""): Told => {
    switch (reason._tag) {
      case "MailboxFull":
        return "full"
      case "Stopped":
      case "ThreadDied":
      case "ArenaCorrupt":
        return "closed"
      default:
        throw errorOf(method, thread, reason, false)
    }
  }
  return (payload, options) => {
    calls.notElsewhere?.()
    if (!areOptions(options)) return refuse(badOptions(options))
    if (clientMiddlewares(context, rpc).length > 0) {
      const remedy = "use tell: this Rpc has middleware on the client's side, which is an Effect"
      throw errorOf(
        method,
        "",
        new InvalidOption({ option: "tellUnsafe", value: `called on "${rpc._tag}"`, remedy }),
        false
      )
    }
    const routed = route(payload, noChain, options?.thread)
    // Being started again, with others in line before it, or not there yet.
    if (routed instanceof Absent) return binding.known ? "full" : "closed"
    if ("_tag" in routed) return refuse(routed)
    const { key, target } = routed
    const headers = Extension.headersOf(options?.headers)
    if (headers instanceof InvalidOption) return refuse(headers)
    const carried = system.carrier.of(current())
    const excess = tooMuch(carried, outbox.maxBodyBytes)
    if (excess !== undefined) return refuse(excess)
    const extension = Extension.encode(key, headers, noChain, carried)
    const isBound = options?.thread !== undefined && options.movable !== true
    const job = new Tell(target, isBound ? addressed : method, extension, undefined)
    // Where the oldest gives way nobody waits. Where the newest does, "full" is what its sender is told: no dead letter.
    const sent = outbox.send(job, payload, target.drops === "oldest")
    if (typeof sent === "object") return refuse(sent, target.threadName)
    if (sent) job.onAccepted()
    // It waits for the port of its pair of threads, the first that moves anything, and nobody waits with it.
    else if (!standAlone(outbox, job) && job.over) return "closed"
    return "accepted"
  }
}
