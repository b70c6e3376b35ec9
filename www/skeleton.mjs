// The skeleton in Japanese, where that is the language of the page: index.html has it in English.
//
// The words are those of src/words, so that nothing moves when the page's program takes over.

/** Words by their places. */
const japanese = {
  ".bar-clock .badge": ["読み込み中"],
  ".bar-controls button": ["ラボを再生", "リセット"],
  ".bar-hint": ["次の"],
  ".bar-controls .segment span": ["レコード", "ウィンドウ", "異常", "24 時間"],
  ".segments .segment:nth-child(5) span": ["最速"],
  ".bar-seed > span": ["シード"],
  ".bar-language option": ["日本語"],
  "#boot": ["ラボを読み込んでいます…"],
  ".guide-button": ["ガイド"],
  ".scrubber > :not(input):not(output)": ["時刻", "過去の時点", "最新へ"],
  ".skeleton-picture .node:is(:nth-child(1), :nth-child(7)) .node-title": ["ジェネレーター", "送信先"],
  ".pane-tabs button": ["ジェネレーター", "リアルタイム分析", "異常検知", "送信先"],
  ".skeleton-pane h2": ["ジェネレーター", "リアルタイム分析", "異常検知", "送信先"],
  ".skeleton-pane p": [
    "テンプレートから、指定したレートでレコードを作ります",
    "Kinesis Data Analytics の SQL を、ウィンドウごとに実行します",
    "各ウィンドウを Random Cut Forest で採点します",
    "Webhook に知らせます。アドレスを指定するまで、このタブの外には何も送りません",
  ],
};

/** The page's language, as src/words.rs chooses it: what the address asks for, what was chosen before, the first of the browser's that the page has. */
export function spoken() {
  const tags = [location.search, location.hash.replace("#", "?")].map((part) => new URLSearchParams(part).get("lang"));
  try {
    tags.push(localStorage.getItem("rillcut.language"));
  } catch {
    // Nothing is remembered in this frame.
  }
  return [...tags, ...navigator.languages].map((tag) => tag?.split("-")[0].toLowerCase()).find((tag) => tag === "en" || tag === "ja");
}

/** Puts the skeleton into the page's language. */
export function translate() {
  if (spoken() !== "ja") return;
  document.documentElement.lang = "ja";
  for (const [places, words] of Object.entries(japanese)) {
    document.querySelectorAll(`#skeleton ${places}`).forEach((place, at) => (place.textContent = words[at]));
  }
  document.querySelector("#skeleton .skeleton-picture")?.setAttribute("aria-label", "レコードの流れ");
}
