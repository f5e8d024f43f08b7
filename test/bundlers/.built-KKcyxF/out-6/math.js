// plain/math.ts
var NotFound = class extends Error {};
const add = (a, b) => a + b;
const find = async (name) => {
	throw new NotFound(`there is no ${name}`);
};
export { add, find };
