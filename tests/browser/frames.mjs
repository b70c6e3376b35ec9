// How smoothly a page draws.

/**
 * The times between the animation frames of so many seconds: `{ at, count, missed }`, with `at(share)` milliseconds as text and the frames of a screen with 60 a
 * second for which nothing was drawn. With `scrolls` the page goes down to its end and back in the second half of them.
 */
export async function frames(page, seconds, { scrolls = false } = {}) {
  const gaps = await page.evaluate(
    ({ ms, scrolls }) =>
      new Promise((resolve) => {
        const found = [];
        let last = performance.now();
        const end = last + ms;
        const far = document.documentElement.scrollHeight - innerHeight;
        const step = (now) => {
          found.push(now - last);
          if (scrolls) scrollTo(0, Math.max(0, Math.sin(((end - now) / ms) * Math.PI * 2)) * far);
          last = now;
          if (now < end) requestAnimationFrame(step);
          else resolve(found.slice(1));
        };
        requestAnimationFrame(step);
      }),
    { ms: seconds * 1000, scrolls },
  );
  gaps.sort((a, b) => a - b);
  const missed = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round((gap * 60) / 1000) - 1), 0);
  return { missed, at: (share) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))].toFixed(1), count: gaps.length };
}
