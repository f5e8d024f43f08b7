/*
 * Where a module of plain functions can run, for one suite that expects the same of all of them.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import type { ModuleActor } from "@stevedore/core/ModuleActor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import { HttpError } from "./rows.ts"
import * as subject from "./subject.ts"

export class Subject extends Context.Service<Subject, ModuleActor<typeof import("./subject.ts")>>()("test/Subject") {}

export const url = new URL("./subject.ts", import.meta.url)

const onThreads = (size: number): Layer.Layer<Subject, ActorError> =>
  Layer.effect(Subject, Actor.fromModule<typeof import("./subject.ts")>(url, { size, errors: [HttpError] })).pipe(
    Layer.provide(NodeActorSystem.layer())
  )

export const hosts: Readonly<Record<"local" | "thread" | "pool", Layer.Layer<Subject, ActorError>>> = {
  local: Layer.effect(Subject, Actor.fromModuleLocal(subject)),
  thread: onThreads(1),
  pool: onThreads(2)
}
