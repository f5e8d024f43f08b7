/*
 * What a thread runs after `bootstrap`.
 */
import { run } from "@stevedore/core/ThreadEntry"
import * as threadHost from "./threadHost.ts"

run(threadHost.make())
