export { changing as default } from "./waiting.ts"
