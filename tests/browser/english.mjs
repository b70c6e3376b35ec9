// Finds English that was left in the page while another language is spoken: text that is seen, and what a screen reader says.

import assert from "node:assert/strict";

/** What is the same in both languages: products, formats, KDA's own words, keys, units. */
const same = [
  // Keys of objects, ids of messages.
  /[\w/-]+\.gz|[a-z]+-[\da-f]{12,}[-\d]*/g,
  /Kinesis Data (?:Analytics|Generator|Streams)|Random Cut Forest|Rillcut|CloudFormation|InputSchema|Webhook|put-records|gzip|Mu|Sigma/g,
  /Managed Service for Apache Flink|Flink|Java|Python|rillcut export flink/g,
  /WebAssembly|Chrome|Edge|Firefox|Safari|Apache|combined|IoT/g,
  /iframe|<rillcut-lab>/g,
  /Firehose|Parquet|KiB|\bms\b|\bnull\b|= Click/g,
  /Shift|Space|Ctrl|Control|Command|Enter|Delete|Esc|Home|End|Tab|Alt/g,
  /name、date、price、list/g,
  // Rows and columns of programs: names with an underscore, a point or in capitals.
  /[\w.]*[_.@][\w.@]*|\b[A-Z\d]+\b/g,
];

/** Not the page's words: code, what the engine says, and what belongs to a lab. */
const foreign = [
  "code, pre, kbd, textarea, script, noscript, style, [lang=en]",
  ".narration, .problem, .field-problem, .functions .muted, .completion .muted, .card h3, .card p.muted:not(.card-aside)",
  // Rows, and addresses that are examples.
  ".stream-row td span, .row-rows td, .row-cells dd, .object-key, .request-target, .request-headers, .cm-content",
  "#connection-url, #connection-key, #connection-to, #connection-headers, #connection-query, #destination-subject, #destination-name, #bucket-prefix, #bucket-name",
].join(", ");

/**
 * The words in Latin letters that parts of the page say by themselves, each with the text it is in. `data` are names of the lab, which may
 * stand anywhere.
 */
export async function english(page, selector, data = []) {
  const named = page.locator(".template-list button, .card h3, .card h4, .delivery-title button, .moments li, .template-name");
  const fields = page.locator(".sender-name");
  const names = [
    ...data,
    ...(await named.evaluateAll((all) => all.flatMap((one) => [one, ...one.childNodes].map((node) => node.textContent)))),
    ...(await fields.evaluateAll((all) => all.map((field) => field.value))),
  ];
  // Through a locator, which looks into shadow roots, too.
  const texts = await page.locator(selector).evaluateAll((parts, foreign) => {
    const attributes = ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "title", "placeholder", "alt"];
    const texts = [];
    const read = (element) => {
      if (element.matches(foreign)) return;
      texts.push(...attributes.map((name) => element.getAttribute(name) ?? ""));
      // A name that may go on in another line is still one.
      if (element.querySelector(":scope > wbr")) texts.push(element.textContent);
      else for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
      for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) read(child);
    };
    for (const part of parts) if (!part.closest(foreign)) read(part);
    return texts;
  }, foreign);
  const long = names.filter((name) => name.trim().length > 1).sort((a, b) => b.length - a.length);
  const own = (text) => same.reduce((rest, pattern) => rest.replace(pattern, " "), long.reduce((rest, name) => rest.replaceAll(name, " "), text));
  return [...new Set(texts)].filter((text) => /[A-Za-z]{2}|\/s\b/.test(own(text)));
}

/** Fails on English in parts of the page. */
export async function speaksJapanese(page, selector, data) {
  assert.ok(await page.locator(selector).count(), `${selector} is there`);
  assert.deepEqual(await english(page, selector, data), [], selector);
}
