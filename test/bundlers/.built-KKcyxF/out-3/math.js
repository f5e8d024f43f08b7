import{a as e}from"./chunk-5PEAXTYQ.js";var n=class extends Error{static{e(this,"NotFound")}},t=e((r,s)=>r+s,"add"),o=e(async r=>{throw new n(`there is no ${r}`)},"find");export{t as add,o as find};
