/*
 * What a thread runs after `bootstrap`. Bundles name it as `@stevedore/platform-node/thread`.
 */
import { run } from "@stevedore/core/ThreadEntry"
import * as threadHost from "./threadHost.ts"

run(threadHost.make())
