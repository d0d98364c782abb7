import type { LinkReport } from "../report/report.ts";
import { element } from "./elements.ts";
import { icon } from "./icons.ts";
import { aside } from "./language.ts";
import { onMenuAsked, showLinkMenu } from "./link-menu.ts";
import { type LinkParts, openApart, openLink } from "./link-ways.ts";
import { verdictWords } from "./link-words.ts";
import { codeOf, seenText, UNSEEN } from "./unseen.ts";

const together = (...parts: readonly (Node | string)[]) => element("span", { class: "together" }, ...parts);

/** Part of an address, read from left to right: what would turn or hide letters is shown by its number and does nothing. */
function seen(part: string): (Node | string)[] {
  return part
    .split(new RegExp(`(${UNSEEN.source})`, "u"))
    .filter((piece) => piece !== "")
    .map((piece) =>
      // Apart from all else, so that it turns nothing; it is copied as it was written.
      UNSEEN.test(piece) ? element("bdi", { class: "unseen", "data-code": codeOf(piece) }, piece) : piece,
    );
}

/**
 * The address with its verdict before it and its number behind it, neither of which stands alone on a line. The number is drawn by the
 * style: it is no part of what was written, so it is neither copied nor taken for the end of the address.
 */
function unbroken(value: string, picture: Node, position: number | null): (Node | string)[] {
  const characters = Array.from(value);
  const [head, last] = [characters.slice(0, 3).join(""), characters.slice(3).at(-1) ?? ""];
  const middle = value.slice(head.length, value.length - last.length);
  const tail =
    position === null ? seen(last) : [together(...seen(last), element("sup", { "data-position": position }))];
  return [together(picture, ...seen(head)), ...seen(middle), ...tail];
}

/**
 * The address in a message's text: it opens as its card does, by a fresh decision. It has no `href`, so no browser goes there past the
 * decision. Its verdict stands before it as a picture, and in words for whoever points at it, moves to it or hears it.
 *
 * @param value     The exact slice of the text.
 * @param position  Which link of the message it is, from 1; null when it is the only one.
 */
export function linkInText(report: LinkReport, value: string, position: number | null, parts: LinkParts): HTMLElement {
  const verdict = verdictWords(report);
  const link = element(
    "span",
    {
      class: "link",
      role: "link",
      // One of the stops that arrows lead to: Tab stops once for all messages.
      tabindex: -1,
      // Not in the text, which stays what was written when it is copied.
      "aria-label": seenText(value) + aside(verdict),
      "data-action": report.verdict.action,
      "data-verdict": verdict,
      "data-control": `link-${position ?? 1}`,
    },
    element("bdi", {}, ...unbroken(value, icon(report.verdict.action), position)),
  );
  const open = () => openLink(report, parts);
  const menu = () => showLinkMenu(report, parts);
  onMenuAsked(link, menu);
  link.addEventListener("click", (event) => (event.ctrlKey || event.metaKey ? void openApart(report, parts) : open()));
  link.addEventListener("mousedown", (event) => {
    // The middle button would begin to scroll.
    if (event.button === 1) event.preventDefault();
  });
  link.addEventListener("auxclick", (event) => {
    if (event.button !== 1) return;
    event.preventDefault();
    void openApart(report, parts);
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== link) return;
    event.preventDefault();
    if (event.shiftKey) menu();
    else if (event.ctrlKey || event.metaKey) void openApart(report, parts);
    else open();
  });
  return link;
}
