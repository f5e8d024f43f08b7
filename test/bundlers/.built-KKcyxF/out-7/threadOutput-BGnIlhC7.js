import * as module from "node:module";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
// ../../../packages/platform-node/src/internal/bufferPort.ts
const channel = () => {
	const { port1, port2 } = new MessageChannel();
	return [port1, port2];
};
const open = (end) => {
	const port = end;
	return {
		post: (key, buffers) => port.postMessage([key, ...buffers], buffers),
		takeSync: () => {
			const received = receiveMessageOnPort(port);
			if (received === void 0) return void 0;
			const [key, ...buffers] = received.message;
			return {
				key,
				buffers
			};
		},
		close: () => port.close()
	};
};
// ../../../packages/platform-node/src/internal/threadPort.ts
/**
* Wraps `port`. `loop` is what its `ref` and `unref` act on: in a thread the port itself, on main the Worker (the port
* of a dead thread lets go of main's loop *before* the Worker's exit is seen, and the process could end in between).
* `referenced` says whether it is held from the start. The passenger is served from now on, without any listener.
*/
const make = (port, loop, referenced, passenger) => {
	let held = referenced;
	let closed = false;
	let listener;
	let kept = [];
	const hold = (value) => {
		held = value;
		if (closed) return;
		if (held) loop.ref();
		else loop.unref();
	};
	const close = () => {
		if (closed) return;
		closed = true;
		loop.unref();
		port.close();
	};
	const arrived = (message) => {
		if (passenger.takes(message)) return;
		if (listener === void 0 || kept.length > 0) kept.push(message);
		else listener(message);
	};
	const deliverKept = () => {
		if (kept.length === 0 || listener === void 0) return;
		setImmediate(deliverKept);
		listener(kept.shift());
	};
	const receive = () => closed ? void 0 : receiveMessageOnPort(port);
	port.on("message", arrived);
	port.unref();
	hold(held);
	return {
		post: (message, transfer) => {
			passenger.beforePost?.();
			port.postMessage(message, transfer ?? []);
		},
		takeSync: () => {
			if (kept.length > 0) return kept.shift();
			let next = receive();
			while (next !== void 0 && passenger.takes(next.message)) next = receive();
			return next?.message;
		},
		onMessage: (next) => {
			listener = next;
			if (kept.length > 0) setImmediate(deliverKept);
		},
		ref: () => hold(true),
		unref: () => hold(false),
		close: () => {
			kept = [];
			close();
		},
		settle: () => {
			if (closed) return;
			for (let next = receive(); next !== void 0; next = receive()) arrived(next.message);
			close();
			setImmediate(deliverKept);
		}
	};
};
// ../../../packages/platform-node/src/internal/moduleFile.ts
/** Every file the URL may mean, in the order in which they are tried: as written, then as a build names it. */
const candidates = (url) => {
	const extension = /\.([mc]?)ts$/.exec(url.pathname);
	if (url.protocol !== "file:" || extension === null) return [url];
	const built = new URL(url);
	built.pathname = `${url.pathname.slice(0, extension.index)}.${extension[1]}js`;
	return [url, built];
};
/** The first candidate whose file is there, or `undefined`. A stat costs far less than an import that fails. */
const existing = (url) => candidates(url).find((candidate) => {
	if (candidate.protocol !== "file:") return false;
	const file = new URL(candidate);
	file.search = "";
	file.hash = "";
	return existsSync(file);
});
// ../../../packages/platform-node/src/internal/bootstrap.ts
/** Indexes into `ThreadData.lastWords`, zero until the thread ran its exit listeners. */
const lastWords = {
	length: 2,
	endedByItself: 0,
	utilization: 1
};
/** Code to be run by `new Worker(code, { eval: true })` with a `ThreadData`. */
const code = `
const { workerData } = process.getBuiltinModule("node:worker_threads")
if (workerData.compileCache !== false) {
  process.getBuiltinModule("node:module").enableCompileCache?.(workerData.compileCache)
}
import(workerData.main)
`;
/**
* Which cache threads use. The one the program turned on for itself, else Node's choice (`NODE_COMPILE_CACHE`, or a
* folder in the system's temporary folder; `NODE_DISABLE_COMPILE_CACHE` turns it off). None while coverage is taken,
* which is less precise for functions from a cache.
*/
const compileCache = () => {
	if (process.env["NODE_V8_COVERAGE"] !== void 0) return false;
	const own = module.getCompileCacheDir?.();
	return own === void 0 ? void 0 : dirname(own);
};
// ../../../packages/platform-node/src/internal/threadOutput.ts
const has = (message, key) => typeof message === "object" && message !== null && key in message;
const toData = ({ chunk, encoding }) => typeof chunk !== "string" ? Uint8Array.from(chunk) : encoding === "utf8" || encoding === "utf-8" ? chunk : Uint8Array.from(Buffer.from(chunk, encoding));
/** On the thread: sends what is written to `process.stdout` and `process.stderr` to `port`. */
const send = (port) => {
	let exiting = false;
	/** What main still has to answer: how to go on then, and how much of the stream's buffer was sent already. */
	const held = /* @__PURE__ */ new Map();
	const release = (name) => {
		const entry = held.get(name);
		held.delete(name);
		entry?.done();
	};
	for (const name of ["stdout", "stderr"]) {
		let aheadBytes = 0;
		process[name]._writev = (chunks, done) => {
			let answer = held.has(name);
			let length = 0;
			for (const chunk of chunks) {
				const data = toData(chunk);
				length += chunk.chunk.length;
				aheadBytes += data.length;
				const ask = !answer && aheadBytes >= 1048576 && !exiting && chunk === chunks.at(-1);
				port.postMessage({
					output: name,
					data,
					answer: ask
				});
				if (ask) {
					answer = true;
					aheadBytes = 0;
				}
			}
			if (answer) held.set(name, {
				done,
				length
			});
			else done();
		};
	}
	process.prependListener("exit", () => {
		exiting = true;
		release("stdout");
		release("stderr");
	});
	return {
		takes: (message) => {
			if (!has(message, "shown")) return false;
			release(message.shown);
			return true;
		},
		beforePost: () => {
			for (const [name, { done, length }] of held) if (process[name].writableLength > length) done();
		}
	};
};
/** On main: writes what arrives, and answers on `port`. */
const show = (port) => ({ takes: (message) => {
	if (!has(message, "output")) return false;
	const { answer, data, output: name } = message;
	const shown = () => port.postMessage({ shown: name });
	const flowing = process[name].write(data);
	if (!answer) return true;
	if (flowing) shown();
	else process[name].write("", shown);
	return true;
} });
export { lastWords as a, make as c, compileCache as i, channel as l, show as n, candidates as o, code as r, existing as s, send as t, open as u };
