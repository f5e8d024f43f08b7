export { handlers as default } from "./echo.ts"
