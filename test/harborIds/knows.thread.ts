export { thread as default } from "./messages.ts"
