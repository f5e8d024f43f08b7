/*
 * One program on each of the layers: see conformance/suite.ts for what is expected of all of them.
 */
import { hosts } from "./conformance/hosts.ts"
import { suite } from "./conformance/suite.ts"

for (const host of hosts) suite(host)
