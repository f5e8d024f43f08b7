import{f as a,g as b,h as c}from"./chunk-O53Q2TVB.js";import"./chunk-H52WQQ2S.js";import"./chunk-HOTUHKDL.js";export{a as moduleOf,b as noFunctions,c as otherFunctions};
