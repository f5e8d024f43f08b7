/** Harbor as the explorer of core explores it: packages/core/test/explorer. */
import type { Subject } from "../../../core/test/explorer/hooks.ts"

const at = (path: string): string => new URL(path, import.meta.url).href

export const harbor: Subject = {
  shipped: at("../../src/"),
  atomics: at("../../src/internal/objects/atomics.ts"),
  standIn: at("./atomics.ts"),
  catalogue: at("./catalogue.ts")
}
