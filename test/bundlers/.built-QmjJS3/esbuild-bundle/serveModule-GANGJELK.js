import{f as a,g as b,h as c}from"./chunk-RV6DJY4O.js";import"./chunk-FT34SPWM.js";import"./chunk-NS2TSGZ3.js";export{a as moduleOf,b as noFunctions,c as otherFunctions};
