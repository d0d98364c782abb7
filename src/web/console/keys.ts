import { button, element } from "../elements.ts";
import { says } from "./language.ts";
import type { KeyName } from "./words/words.ts";
import { onDevice } from "../kept.ts";

/** Every key of the page, in the order in which `?` shows them. */
export const KEYS: Readonly<Record<KeyName, readonly string[]>> = {
  next: ["j"],
  previous: ["k"],
  uphold: ["u"],
  reverse: ["r"],
  dismiss: ["d"],
  suspend: ["s"],
  confirm: ["y"],
  reject: ["x"],
  template: ["1", "…", "9"],
  ownWords: ["0"],
  scope: ["e"],
  days: ["t"],
  note: ["n"],
  commit: ["Enter"],
  undo: ["z"],
  claim: ["c"],
  copy: ["o"],
  search: ["/"],
  pages: ["q", "h", "b", "l", "f"],
  leave: ["Escape"],
  help: ["?"],
};

const STORED_AS = "hutong.console.keys";

/** WCAG 2.2, 2.1.4: whoever dictates can turn single keys off. */
export const areKeysOn = (): boolean => onDevice.getItem(STORED_AS) !== "off";

/** Shows all keys, and the switch that turns single ones off. */
export function showKeys(): void {
  if (document.querySelector("dialog[open]") !== null) return;
  const text = says().keys;
  const single = element("input", { id: "single-keys", type: "checkbox", "aria-describedby": "single-keys-hint" });
  single.checked = areKeysOn();
  single.addEventListener("change", () => {
    if (single.checked) onDevice.removeItem(STORED_AS);
    else onDevice.setItem(STORED_AS, "off");
  });
  const dialog = element(
    "dialog",
    { class: "keys", "aria-labelledby": "keys-title" },
    // Else the switch at the end would have the focus, and a small screen begin there.
    element("h2", { id: "keys-title", tabindex: -1, autofocus: true }, text.title),
    element(
      "dl",
      {},
      ...Object.entries(KEYS).flatMap(([name, keys]) => [
        element("dt", {}, ...keys.flatMap((key) => [key === "…" ? "…" : element("kbd", {}, key), " "])),
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names of the record above
        element("dd", {}, text.does[name as KeyName]),
      ]),
    ),
    element("div", { class: "switch" }, single, element("label", { for: "single-keys" }, text.single)),
    element("p", { id: "single-keys-hint", class: "hint" }, text.singleHint),
    element(
      "div",
      { class: "ways" },
      button([text.close], () => dialog.close(), { class: "primary" }),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Whether a key pressed there is written, or chooses among what the control holds. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, dialog") !== null;
}
