export { t as moduleOf, n as noFunctions, r as otherFunctions } from "./serveModule-Czv2CcPt.js";
