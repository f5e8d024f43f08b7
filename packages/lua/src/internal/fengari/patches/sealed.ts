/*
 * Tables that no script may set a field of: one says so itself, so that it is read as any other. What has its own ways to change a
 * table (`rawset`, `setmetatable`) asks for itself.
 */
import type { Edits } from "../edits.ts"

/** After `inlined`, which has the fields that are there set in place. */
export const sealed: Edits = {
  "ltable.js": [[`this.flags = ~0;`, `this.flags = ~0; this.sealed = null;`]],
  "lvm.js": [
    [
      `if (slot.type !== LUA_TNIL && val.type !== LUA_TNIL) {`,
      `if (h.sealed !== null) h.sealed(L, key);
            if (slot.type !== LUA_TNIL && val.type !== LUA_TNIL) {`
    ]
  ]
}
