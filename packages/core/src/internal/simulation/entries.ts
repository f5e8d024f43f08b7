/**
 * Entries that are given as Layers: simulated threads share this thread's modules, so nothing has to be imported. They
 * get an address, since that is what travels to a thread.
 */
import type * as Layer from "effect/Layer"

type AnyLayer = Layer.Layer<any, any, any>

const PREFIX = "simulated:"

/** Held by the entry, and so by whoever may still start a thread with it. */
const layers = new Map<string, WeakRef<AnyLayer>>()
const forgotten = new FinalizationRegistry<string>((address) => layers.delete(address))
let addresses = 0

export const addressOf = (layer: AnyLayer): string => {
  const address = `${PREFIX}${addresses++}`
  layers.set(address, new WeakRef(layer))
  forgotten.register(layer, address)
  return address
}

export const layerAt = (address: string): AnyLayer | undefined => layers.get(address)?.deref()
