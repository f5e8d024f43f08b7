/**
 * Entries that are given as Layers: simulated threads share this thread's modules, so nothing has to be imported. They
 * get an address, since that is what travels to a thread.
 */
import type * as Layer from "effect/Layer"

const PREFIX = "simulated:"

const layers = new Map<string, Layer.Layer<any, any, any>>()
const addresses = new WeakMap<Layer.Layer<any, any, any>, string>()

export const addressOf = (layer: Layer.Layer<any, any, any>): string => {
  let address = addresses.get(layer)
  if (address === undefined) {
    address = `${PREFIX}${layers.size}`
    addresses.set(layer, address)
    layers.set(address, layer)
  }
  return address
}

export const layerAt = (address: string): Layer.Layer<any, any, any> | undefined => layers.get(address)
