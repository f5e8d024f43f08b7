export { quiet as default } from "./listeners.ts"
