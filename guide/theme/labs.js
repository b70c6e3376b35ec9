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

  /** Tells a lab that runs already. Its document is out of reach where the book was opened from a file; then it stays as it is. */
  const tell = (frame, theme) => {
    const root = frame.contentDocument?.documentElement;
    if (!root) return;
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

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
    for (const frame of frames) tell(frame, theme);
  }).observe(document.documentElement, { attributeFilter: ["class"] });
})();
