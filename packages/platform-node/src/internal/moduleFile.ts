/*
 * Finds the file of a module that source code names as TypeScript: `new URL("./x.ts", import.meta.url)` keeps its
 * `.ts` through a build, while the file beside it becomes `x.js`. Used for the thread's own modules on main and for
 * entries inside a thread.
 */
import { existsSync } from "node:fs"

/** Every file the URL may mean, in the order in which they are tried: as written, then as a build names it. */
export const candidates = (url: URL): ReadonlyArray<URL> => {
  const extension = /\.([mc]?)ts$/.exec(url.pathname)
  if (url.protocol !== "file:" || extension === null) return [url]
  const built = new URL(url)
  built.pathname = `${url.pathname.slice(0, extension.index)}.${extension[1]}js`
  return [url, built]
}

/** The first candidate whose file is there, or `undefined`. A stat costs far less than an import that fails. */
export const existing = (url: URL): URL | undefined =>
  candidates(url).find((candidate) => {
    if (candidate.protocol !== "file:") return false
    const file = new URL(candidate)
    file.search = ""
    file.hash = ""
    return existsSync(file)
  })
