export { leaverThread as default } from "./leaver.ts"
