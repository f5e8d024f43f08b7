/**
 * What the threads tell main over the control channel.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { ArenaCorrupt } from "../../ActorError.ts"
import type { Question, ToMain } from "./control.ts"
import { endCorrupt } from "./corruption.ts"
import * as Ending from "./ending.ts"
import type { Handle } from "./mainHandle.ts"
import type { MainSystem } from "./mainSystem.ts"
import * as Questions from "./questions.ts"
import { reasonOf } from "./startFailure.ts"
import { encodeReason } from "../supervision/lives.ts"
import * as WorkerLog from "./workerLog.ts"

export const take = (main: MainSystem, handle: Handle, message: ToMain): void => {
  const { context } = main.options
  switch (message._tag) {
    case "ready":
      handle.serial = message.serial
      handle.functions = message.functions
      Deferred.doneUnsafe(handle.ready, Exit.void)
      break
    case "failed":
      Deferred.doneUnsafe(handle.ready, Exit.fail(reasonOf(message.failure)))
      break
    case "applied":
      handle.applied = message.version
      main.acknowledgements.look()
      break
    case "question":
      answer(main, handle, message.number, message.question)
      break
    case "log":
      WorkerLog.take(message, handle, main.arena, context)
      break
    case "deadLetters":
      for (const { count } of message.letters) handle.lettersTold += count
      main.loop.letters.tell(message.letters)
      break
    case "wantPort":
      main.ports.connect(handle, message.thread, message.incarnation)
      break
    case "hasPort":
      main.ports.has(handle, message.thread, message.incarnation)
      break
    case "detach":
      Effect.runForkWith(context)(main.stopThread(handle))
      break
    case "slow":
      main.slow.log.add(message.report, message.version)
      break
    case "held":
      handle.held = message.jobs
      break
    case "stopHooks":
      handle.inHooks = true
      break
    case "stopFailed":
      Effect.runForkWith(context)(Ending.hookFailed(handle.actors, handle.name, message.detail))
      break
    case "corrupt":
      endCorrupt(main, handle, new ArenaCorrupt({ what: message.what, dump: message.dump }))
      break
  }
}

const answer = (main: MainSystem, handle: Handle, number: number, question: Question): void => {
  const given = Effect.matchEffect(Questions.answer(main, handle, question), {
    onSuccess: (value) => Effect.succeed({ _tag: "given", value } as const),
    onFailure: (reason) => Effect.succeed({ _tag: "refused", reason: encodeReason(reason) } as const)
  })
  // To one that has ended meanwhile its port is closed.
  const answering = Effect.map(given, (answer) => main.post(handle, { _tag: "answer", number, answer }))
  Effect.runForkWith(main.options.context)(answering)
}
