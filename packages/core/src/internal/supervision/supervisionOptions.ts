/**
 * How the options of a layer say its threads are supervised: each for itself, as one crew, or in the crew of a group.
 */
import type * as Duration from "effect/Duration"
import * as Schedule from "effect/Schedule"
import type { InvalidOption } from "../../ActorError.ts"
import type { Group } from "../../Supervision.ts"
import { Crew, type CrewPolicy } from "./crew.ts"
import type { MainSystem } from "../system/mainSystem.ts"
import { invalid, millisOf } from "../options.ts"
import * as Restart from "./restart.ts"
import type { Policy } from "./supervise.ts"

export interface SupervisionOptions {
  readonly restart?: Schedule.Schedule<unknown, unknown> | "never" | undefined
  readonly onGiveUp?: "stop" | "escalate" | undefined
  readonly strategy?: "oneForOne" | "allForOne" | undefined
  readonly finishWithin?: Duration.Input | undefined
  readonly group?: Group | undefined
}

/** A thread for itself, or the crew that all threads of the layer join. */
export interface Supervision {
  readonly policy: Policy
  readonly crew: Crew | undefined
}

const FINISH_MILLIS = 5000

const RESTART = 'use a Schedule, such as Supervision.backoff(), or "never"'
const isRestart = (restart: unknown): boolean =>
  restart === undefined || restart === "never" || Schedule.isSchedule(restart)

export const supervisionOf = (main: MainSystem, options: SupervisionOptions): Supervision | InvalidOption => {
  const { finishWithin, group, onGiveUp, restart, strategy } = options
  if (group !== undefined) {
    const other = (["restart", "onGiveUp", "strategy", "finishWithin"] as const).find(
      (key) => options[key] !== undefined
    )
    if (other !== undefined) {
      return invalid(other, "given beside group", "give it to Supervision.group: it holds for all of the group")
    }
    const policy: CrewPolicy | undefined = group["~@stevedore/core/Group"]
    if (policy === undefined) return invalid("group", group, "use what Supervision.group returns")
    const crew = main.crews.get(group) ?? new Crew(main, policy)
    main.crews.set(group, crew)
    return { policy, crew }
  }
  if (onGiveUp !== undefined && onGiveUp !== "stop" && onGiveUp !== "escalate") {
    return invalid("onGiveUp", onGiveUp, 'use "stop" or "escalate"')
  }
  if (!isRestart(restart)) return invalid("restart", restart, RESTART)
  if (strategy !== undefined && strategy !== "oneForOne" && strategy !== "allForOne") {
    return invalid("strategy", strategy, 'use "oneForOne" or "allForOne"')
  }
  const policy: Policy = { schedule: restart ?? Restart.backoff(Restart.byDefault), onGiveUp: onGiveUp ?? "stop" }
  if (strategy !== "allForOne") {
    if (finishWithin === undefined) return { policy, crew: undefined }
    return invalid("finishWithin", finishWithin, 'it is for strategy: "allForOne"; leave it out')
  }
  const finishMillis = finishWithin === undefined ? FINISH_MILLIS : millisOf(finishWithin)
  if (finishMillis === undefined) {
    return invalid("finishWithin", finishWithin, 'use a Duration such as "5 seconds", or milliseconds')
  }
  return { policy, crew: new Crew(main, { ...policy, finishMillis }) }
}
