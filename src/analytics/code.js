// Fetches the editor, which is too large for the first visit, when there is nothing else to do, and opens it.

export async function openCode(place, library, ...rest) {
  // Not every browser tells when it is idle.
  await new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve, { timeout: 2000 }));
  const { openEditor } = await globalThis.rillcut.library(library);
  return openEditor(place, ...rest);
}
