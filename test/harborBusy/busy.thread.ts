export { thread as default } from "./busy.ts"
