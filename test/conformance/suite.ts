/*
 * The conformance suite: the same cases with the same expectations, whatever hosts the actor.
 */
import { describe, layer } from "@effect/vitest"
import { asking } from "./cases/asking.ts"
import { broadcasting } from "./cases/broadcasting.ts"
import { newestGivesWay, oldestGivesWay } from "./cases/dropping.ts"
import { failing } from "./cases/failing.ts"
import { large, largeQueued } from "./cases/large.ts"
import { leaving } from "./cases/leaving.ts"
import { living } from "./cases/living.ts"
import { moving, movingQueued } from "./cases/moving.ts"
import { overlapping, queueing } from "./cases/queueing.ts"
import { patient, refusing, suspending, WINDOW } from "./cases/room.ts"
import { submitting } from "./cases/submitting.ts"
import { surrounding } from "./cases/surrounding.ts"
import type { Host } from "./hosts.ts"

export const suite = (host: Host): void => {
  describe(host.name, () => {
    layer(host.system)((it) => {
      living(it, host)
      it.layer(host.guarded)("with middleware, services and awkward names", (it) => {
        surrounding(it)
      })
      it.layer(host.subject("one"))("one job at a time", (it) => {
        asking(it, host)
        failing(it, host)
        queueing(it, host)
        submitting(it, host)
        broadcasting(it, host)
        large(it, host)
        largeQueued(it, host)
        moving(it, host)
        movingQueued(it, host)
      })
      it.layer(host.subject("unbounded"))("jobs side by side", (it) => {
        leaving(it, host)
        overlapping(Infinity)(it, host)
      })
      it.layer(host.subject("three", {}))("three jobs at a time", (it) => {
        overlapping(3)(it, host)
      })
      it.layer(host.subject("one", { window: WINDOW }))("a full window, waiting", (it) => {
        suspending(it, host)
      })
      it.layer(host.subject("one", { window: WINDOW, whenFull: "fail" }))("a full window, failing", (it) => {
        refusing(it, host)
      })
      it.layer(host.subject("one", { window: WINDOW, whenFull: "dropNewest" }))("a full window, dropping", (it) => {
        newestGivesWay(it, host)
      })
      it.layer(host.subject("one", { window: WINDOW, whenFull: "dropOldest" }))("a full window, giving way", (it) => {
        oldestGivesWay(it, host)
      })
      it.layer(host.subject("one", { window: WINDOW, whenFull: "1 second" }))(
        "a full window, waiting a while",
        (it) => {
          patient(it, host)
        }
      )
    })
  })
}
