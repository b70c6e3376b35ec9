// The labs of a chapter: they follow the book's theme when its reader has chosen one, and each can be opened in a tab of its own.
//
// Without this script the labs run just the same, in the theme of the browser.

(() => {
  const frames = [...document.querySelectorAll("iframe.rillcut")];

  /** The theme that was chosen; none when the book follows the browser. */
  const chosen = () => {
    try {
      if (localStorage.getItem("mdbook-theme") === null) return undefined;
    } catch {
      return undefined;
    }
    return document.documentElement.classList.contains("light") || document.documentElement.classList.contains("rust") ? "light" : "dark";
  };

  const first = chosen();

  /** Labs that listen. One that is still being loaded is told when it does; a book that was opened from a file has no origin to tell them from. */
  const ready = new Set();
  const tell = (frame) => {
    const theme = chosen() ?? "auto";
    if (ready.has(frame)) frame.contentWindow.postMessage({ source: "rillcut", v: 1, type: "theme", theme }, location.origin);
  };
  addEventListener("message", ({ source, origin, data }) => {
    const frame = frames.find(({ contentWindow }) => contentWindow === source);
    if (!frame || origin !== location.origin || data?.source !== "rillcut" || data.type !== "ready") return;
    ready.add(frame);
    // Its address says what was chosen when the chapter was opened.
    if (chosen() !== first) tell(frame);
  });

  for (const frame of frames) {
    const address = new URL(frame.src);
    const theme = chosen();
    if (theme) {
      address.searchParams.set("theme", theme);
      frame.src = address;
    }
    // A tab has room for the whole page.
    address.searchParams.delete("view");
    address.searchParams.delete("theme");
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Open this lab in its own tab";
    const line = document.createElement("p");
    line.className = "lab-more";
    line.append(link);
    frame.after(line);
  }

  let before = chosen();
  new MutationObserver(() => {
    const theme = chosen();
    if (theme === before) return;
    before = theme;
    frames.forEach(tell);
  }).observe(document.documentElement, { attributeFilter: ["class"] });
})();
