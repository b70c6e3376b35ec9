// Starts the engine by the first way that works here, and is the line to it: octets out, octets in.
//
// There are three ways, tried in this order. A worker from an address. A worker from a Blob: a page in a sandboxed frame has no origin of its
// own, and the browser then refuses a worker that comes from an address. The page's own thread, in slices: slower to the touch, but some
// browsers and some policies of hosts allow no worker at all. A way has worked when the engine has spoken; one that fails before is given up for the next.
//
// A clock that gives up on a way that is only slow was rejected: on a slow line the engine takes a minute to come.

/**
 * Starts an engine. `heard` is called with each of its messages, `failed` with what went wrong when no way is left, or when it breaks later:
 * a text, or nothing where the browser says nothing. Each way is a function of the same two and gives a line `{ send, end }` or a promise of one.
 */
export function startEngine(ways, heard, failed) {
  let line;
  let isOver = false;
  let hasSpoken = false;
  const attempt = async (at) => {
    let isGivenUp = false;
    const hear = (data) => {
      if (isOver || isGivenUp) return;
      hasSpoken = true;
      heard(data);
    };
    const fail = (message) => {
      if (isOver || isGivenUp) return;
      if (hasSpoken || at + 1 === ways.length) {
        failed(message);
        return;
      }
      isGivenUp = true;
      line?.end();
      line = undefined;
      attempt(at + 1);
    };
    try {
      const made = await ways[at](hear, fail);
      if (isOver || isGivenUp) made.end();
      else line = made;
    } catch (error) {
      // Not at once: the page's program may be what is calling.
      setTimeout(fail, 0, textOf(error));
    }
  };
  attempt(0);
  return {
    send: (octets) => line?.send(octets),
    end: () => {
      isOver = true;
      line?.end();
    },
  };
}

/** A worker that comes from an address. */
export const byAddress = (address) => (hear, fail) => lineTo(new Worker(address, { type: "module" }), hear, fail);

/**
 * A worker from a Blob that imports a module from an address. A classic worker: Chromium loads no module from a Blob without an origin. The
 * host must allow the import with CORS, as GitHub Pages does.
 */
export const byBlob = (address) => byScript(
  // A rejected import is no error event; one that is thrown anew is.
  () => [`import(${JSON.stringify(String(address))}).catch((error) => setTimeout(() => { throw error; }));`],
);

/** A worker from a Blob with a script that needs nothing else; `load` gives it, and a first message where there is one, or a promise of both. */
export const byScript = (load) => async (hear, fail) => {
  const [script, first] = await load();
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(address);
  if (first !== undefined) worker.postMessage(first);
  return lineTo(worker, hear, fail, () => URL.revokeObjectURL(address));
};

/** The page's own thread. `load` loads the engine's program anew, which finds what stands for its worker's scope in `rillcutScope`. */
export const here = (load) => (hear, fail) => {
  const { port1, port2 } = new MessageChannel();
  const { scope, end } = standIn(port2);
  port1.onmessage = ({ data }) => hear(data);
  globalThis.rillcutScope = scope;
  Promise.resolve()
    .then(load)
    .catch((error) => fail(textOf(error)));
  return {
    send: (octets) => port1.postMessage(octets, [octets.buffer]),
    end: () => {
      end();
      port1.close();
    },
  };
};

function lineTo(worker, hear, fail, after = () => {}) {
  worker.onmessage = ({ data }) => hear(data);
  // An error event has a message where the script ran, and none where it could not be loaded.
  worker.onerror = ({ message }) => fail(message);
  return {
    send: (octets) => worker.postMessage(octets, [octets.buffer]),
    end: () => {
      // What it has still sent, or how it ends, concerns nobody any more.
      worker.onmessage = worker.onerror = null;
      worker.terminate();
      after();
    },
  };
}

/** As much of a worker's scope as the engine's shell uses (src/bin/worker.rs), on the page's thread; `end` silences it for good. */
function standIn(port) {
  const ends = new AbortController();
  const timers = new Set();
  const channels = [];
  const scope = {
    crypto,
    navigator,
    performance,
    // A frame that may not have it throws at the getter, as a worker's does.
    get indexedDB() {
      return indexedDB;
    },
    MessageChannel: class extends MessageChannel {
      constructor() {
        super();
        channels.push(this);
      }
    },
    fetch: (...request) => fetch(...request),
    postMessage: (message, transfer) => port.postMessage(message, transfer),
    setTimeout: (task, ms) => {
      if (ends.signal.aborted) return 0;
      const timer = setTimeout(() => {
        timers.delete(timer);
        task();
      }, ms);
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer) => {
      timers.delete(timer);
      clearTimeout(timer);
    },
    set onmessage(task) {
      port.onmessage = task;
    },
    set ononline(task) {
      addEventListener("online", task, { signal: ends.signal });
    },
  };
  const end = () => {
    ends.abort();
    timers.forEach(clearTimeout);
    for (const { port1, port2 } of channels) {
      port1.close();
      port2.close();
    }
    port.close();
  };
  return { scope, end };
}

function textOf(error) {
  return error?.message ?? String(error);
}
