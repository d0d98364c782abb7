import type { LinkReport } from "../report/report.ts";
import { button, element } from "./elements.ts";
import { icon } from "./icons.ts";
import { words } from "./language.ts";
import { type LinkParts, openApart, takeWay, waysOf } from "./link-ways.ts";
import { nameOf, verdictWords } from "./link-words.ts";

/** How long a finger rests on an address before its ways are shown. Milliseconds. */
const LONG_PRESS_MS = 500;
/** A finger that moves further scrolls. Pixels. */
const STEADY_PX = 10;

/** Every way of a link, its verdict above them: what a long press, the right button or the menu key brings. */
export function showLinkMenu(report: LinkReport, parts: LinkParts): void {
  const { card } = words();
  const way = (children: Parameters<typeof button>[0], act: () => void, isMain = false) =>
    button(
      children,
      () => {
        dialog.close();
        act();
      },
      { class: isMain ? "primary wide" : "wide" },
    );
  const dialog = element(
    "dialog",
    { class: "notice link-menu", "aria-labelledby": "link-menu-title", "data-action": report.verdict.action },
    element("h2", { id: "link-menu-title" }, element("bdi", {}, nameOf(report))),
    element("p", { class: "verdict" }, icon(report.verdict.action), element("strong", {}, verdictWords(report))),
    element("p", {}, element("bdi", { class: "address", dir: "ltr", translate: "no" }, report.link.value)),
    element("p", { class: "reason" }, report.verdict.reason),
    element(
      "div",
      { class: "ways" },
      ...waysOf(report).map((each, at) =>
        way([icon(each.picture), each.label], () => void takeWay(each, report, parts), at === 0),
      ),
      report.verdict.action !== "block" && way([icon("out"), card.openApart], () => void openApart(report, parts)),
      way([icon("scales"), card.otherRules], parts.showOtherRules),
      way([words().choices.open], () => parts.showChoices(report)),
      way([card.cancel], () => undefined),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Calls `show` when somebody presses long, or asks for a menu by the right button or a key. */
export function onMenuAsked(target: HTMLElement, show: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start = { x: 0, y: 0 };
  let wasLong = false;
  const cancel = () => clearTimeout(timer);
  target.addEventListener("pointerdown", ({ pointerType, clientX, clientY }) => {
    wasLong = false;
    if (pointerType === "mouse") return;
    start = { x: clientX, y: clientY };
    timer = setTimeout(() => {
      wasLong = true;
      show();
    }, LONG_PRESS_MS);
  });
  target.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (Math.hypot(clientX - start.x, clientY - start.y) > STEADY_PX) cancel();
  });
  for (const kind of ["pointerup", "pointercancel", "pointerleave"] as const) target.addEventListener(kind, cancel);
  target.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    cancel();
    if (!wasLong) show();
  });
  // The finger that lifts after a long press has opened nothing.
  target.addEventListener(
    "click",
    (event) => {
      if (!wasLong) return;
      wasLong = false;
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
