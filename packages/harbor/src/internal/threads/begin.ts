/*
 * How a thread gets its harbor: all that it asks others for by name, then what it serves itself, main the tables, and the border
 * where it has a transport.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { HarborError } from "../../HarborError.ts"
import type { Port as Transport } from "../../Transport.ts"
import { Clients, ClientsControl } from "../gateway/gates.ts"
import { Border, borderLayer } from "../outside/border.ts"
import { Closing } from "../outside/closing.ts"
import { seenBy, Servers } from "../outside/servers.ts"
import { letterOf, type Unheard } from "../outside/unheard.ts"
import { ownerLayer } from "../tables/owner.ts"
import { Tables } from "../tables/protocol.ts"
import * as DeadLetters from "./deadLetters.ts"
import { invalidOption, ofLayer } from "./failures.ts"
import { Node } from "./node.ts"
import { copyTables, nodeLayer } from "./nodes.ts"
import { ThreadHarbor } from "./threadHarbor.ts"
import { tellMain } from "./toMain.ts"

const single = {
  option: "Harbor.layer",
  value: "the second one of this thread",
  remedy: "use one value of the layer for all who need it: Layer.fresh, and each new value, is another harbor"
}

/** As `Harbor.layer` takes them. */
interface Options {
  readonly window?: number | undefined
  readonly callTimeout?: Duration.Input | undefined
}

/** For as long as the scope is open. */
export const begin = (
  { callTimeout, window }: Options,
  transport: Transport | undefined
): Effect.Effect<ThreadHarbor, HarborError, ActorSystem | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* ActorSystem
    const isMain = system["~@stevedore/core/runtime"].main !== undefined
    if (transport !== undefined && !isMain) {
      const remedy = "give it to main's harbor: all threads of the system have it then"
      return yield* invalidOption("", "transport", "one of another thread than main", remedy)
    }
    const scope = yield* Effect.scope
    const [letters, closed] = [yield* DeadLetters.make(system), yield* Deferred.make<void>()]
    // Behind all that ends with it.
    yield* Effect.addFinalizer(() =>
      Effect.andThen(
        Effect.sync(() => letters.end()),
        Deferred.succeed(closed, undefined)
      )
    )
    const here = Layer.succeed(ActorSystem, system)
    // All by their names, before anybody serves them.
    const clients = Layer.mergeAll(Clients.layerRef, ClientsControl.layerRef)
    const refs = Layer.mergeAll(Node.layerRef, Tables.layerRef, clients, Border.layerRef)
    const found = yield* Layer.buildWithScope(Layer.provide(refs, here), scope)
    const owner = Context.get(found, Tables)
    const [servers, closing] = [new Servers(), new Closing()]
    const fork = Effect.runForkWith(yield* Effect.context<never>())
    const harbor = new ThreadHarbor({
      system,
      scope,
      closed,
      fork,
      callTimeout,
      window,
      letters,
      nodes: { client: Context.get(found, Node), members: system.members(Node) },
      owner,
      clients: { data: Context.get(found, Clients), control: Context.get(found, ClientsControl) },
      border: Context.get(found, Border),
      transport: transport === undefined ? undefined : seenBy(servers, transport, closing)
    })
    const lost = (unheard: Unheard): void => {
      const letter = letterOf(harbor.messages, unheard)
      if (letter !== undefined) letters.lost(letter)
    }
    const border = transport === undefined ? Layer.empty : borderLayer(transport, servers, closing, lost)
    const served = Layer.provideMerge(isMain ? Layer.mergeAll(ownerLayer, border) : Layer.empty, nodeLayer(harbor))
    yield* Effect.mapError(Layer.buildWithScope(Layer.provide(served, here), scope), (error) => ofLayer(error, single))
    if (!isMain) yield* tellMain(harbor)
    yield* Effect.forkIn(Effect.provideService(copyTables(harbor), Tables, owner), scope)
    // Main's harbor may come later than those of its threads.
    yield* Effect.acquireRelease(
      Effect.sync(() => system.members(Border).watch(() => fork(Effect.forkIn(harbor.outside.connected, scope)))),
      (unwatch) => Effect.sync(unwatch)
    )
    return harbor
  })
