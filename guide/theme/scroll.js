// What is wider than its place is scrolled with the keyboard, too: not every browser lets it be reached otherwise.

(() => {
  const wide = [...document.querySelectorAll(".content pre > code, .content .table-wrapper")];
  const look = () => {
    for (const part of wide) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    }
  };
  look();
  addEventListener("resize", look);
})();
