// Keeps the site for times without a network, by its service worker (service-worker.js), and notices when a newer version has been put there.
//
// Only for a page of its own: a frame of somebody else's page, a sandbox and a file have no use for it or may not have it. Everything here may be
// refused, and the lab runs without.

/** Time after which an open page looks for a newer version when it is looked at again, milliseconds. */
const AGAIN = 3_600_000;

let waiting;
let tell = () => {};

/** Calls `told` as soon as a newer version waits to take over. */
export function onNewVersion(told) {
  tell = told;
  if (waiting) tell();
}

/** Loads the page again, by the version that waits. */
export function takeNewVersion() {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("take over");
  // It has ended or been replaced meanwhile: the page is asked of the network first in any case.
  setTimeout(() => location.reload(), 3000);
}

/** Installs the service worker for the page of this build; does nothing for a build that has none. */
export async function keepOffline(build) {
  if (build === "dev" || window !== window.top || !isSecureContext || location.origin === "null") return;
  try {
    const registration = await navigator.serviceWorker.register("service-worker.js", { updateViaCache: "none" });
    const look = async (worker) => {
      if (worker?.state !== "installed") return;
      if ((await buildOf(worker)) === build) {
        // The page itself came newer from the network; only its keeper is older.
        worker.postMessage("take over");
      } else {
        waiting = worker;
        tell();
      }
    };
    const watch = (worker) => worker?.addEventListener("statechange", () => look(worker));
    registration.addEventListener("updatefound", () => watch(registration.installing));
    watch(registration.installing);
    await look(registration.waiting);
    let last = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible" || Date.now() - last < AGAIN) return;
      last = Date.now();
      // Without a network there is nothing new.
      registration.update().catch(() => {});
    });
  } catch {
    // A private window, a host without the file, a full disk.
  }
}

function buildOf(worker) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage("which build", [port2]);
  });
}
