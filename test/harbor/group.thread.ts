export { thread as default } from "./group.ts"
