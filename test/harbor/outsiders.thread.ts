export { outsider as default } from "./outsiders.ts"
