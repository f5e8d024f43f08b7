import{f as a,g as b,h as c}from"./chunk-BSKELYDZ.js";import"./chunk-IHNZCAD3.js";import"./chunk-BXIJ25NQ.js";import"./chunk-5PEAXTYQ.js";export{a as moduleOf,b as noFunctions,c as otherFunctions};
