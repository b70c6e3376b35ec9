// Steps of tests that set destinations up.

/** Opens the editor of the destination at a position, and gives its dialog. */
export async function edit(screen, at = 0) {
  await screen.pane("Destination");
  await screen.destination.locator(".destinations .card").nth(at).getByRole("button", { name: /^(Set up|Edit) / }).click();
  const dialog = screen.page.getByRole("dialog");
  await dialog.locator("#connection-url").waitFor({ state: "attached" });
  return dialog;
}

/** Fills in the editor that is open: the preset's name, and fields by their ids. */
export async function fill(dialog, { preset, url, key, to, headers, hidden, style, fields = {} }) {
  if (preset) await dialog.getByRole("radio", { name: preset }).check({ force: true });
  if (url !== undefined) await dialog.locator("#connection-url").fill(url);
  if (key !== undefined) await dialog.locator("#connection-key").fill(key);
  if (to !== undefined) await dialog.locator("#connection-to").fill(to);
  if (headers !== undefined || hidden) await dialog.getByText("Method, headers, query").click();
  if (headers !== undefined) {
    await dialog.locator("#connection-headers").fill(headers);
    await dialog.locator("#connection-headers").blur();
  }
  if (hidden) await dialog.locator("#connection-hidden").check();
  if (style) await dialog.getByRole("button", { name: style }).click();
  for (const [id, value] of Object.entries(fields)) await dialog.locator(`#${id}`).fill(value);
}

/** Sets a destination up and connects it. */
export async function connect(screen, options) {
  const dialog = await edit(screen, options.at);
  await fill(dialog, options);
  await dialog.getByRole("button", { name: "Connect", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await screen.destination.getByText("Connected", { exact: true }).first().waitFor();
}
