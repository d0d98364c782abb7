import type { LinkReport } from "../report/report.ts";
import { imageAddress } from "./address.ts";
import { button, element, redraw, type Row } from "./elements.ts";
import { icon } from "./icons.ts";
import { langOf, words } from "./language.ts";
import { linkDetails } from "./link-details.ts";
import { showLinkMenu } from "./link-menu.ts";
import { type LinkParts, openLink, takeWay, waysOf } from "./link-ways.ts";
import { hostOf, kindOf, nameOf, statusOf, verdictWords, warningOf } from "./link-words.ts";
import { lookalikeLines } from "./lookalike.ts";

/** What a card may ask of the chat it stands in. */
export interface CardParts extends LinkParts {
  /** Which link of the message this is, from 1; null when it is the only one. */
  readonly position: number | null;
}

let count = 0;

/** The page's own title; null where none is known, or where the link is blocked. */
function pageTitle({ resolution, verdict }: LinkReport): string | null {
  return verdict.action === "block" ? null : (resolution.page?.title ?? null);
}

function pictureOf({ resolution, verdict }: LinkReport): string | null {
  return verdict.action === "block" ? null : imageAddress(resolution.page?.image);
}

/** The page's picture, or the doorway of the verdict. */
function door(report: LinkReport): HTMLElement {
  const { verdict } = report;
  const source = pictureOf(report);
  const place = element("div", { class: "door" }, icon(verdict.action));
  if (source === null) return place;
  const picture = element("img", { src: source, alt: "", loading: "lazy", width: 44, height: 44 });
  // A picture that cannot be had leaves the doorway.
  picture.addEventListener("error", () => place.replaceChildren(icon(verdict.action)));
  place.replaceChildren(picture);
  return place;
}

/** First line: what it is. */
function heading(report: LinkReport, position: number | null): HTMLElement {
  const { card } = words();
  const name = nameOf(report);
  const title = pageTitle(report);
  const kind = kindOf(report);
  return element(
    "h3",
    {},
    position !== null && element("span", { class: "position", "aria-label": card.link(position) }, String(position)),
    // Parts that only the style keeps apart are heard as one word.
    position !== null && " ",
    title === null
      ? element("bdi", { lang: langOf(name, "en") }, name)
      : element("bdi", { class: "preview-title", lang: langOf(title, "") }, title),
    title === null && kind !== "" && " ",
    title === null && kind !== "" && element("span", { class: "kind" }, kind),
  );
}

/** Second line: what happens, and by whom or what it is. */
function verdictLine(report: LinkReport): HTMLElement {
  const { verdict } = report;
  const name = nameOf(report);
  const host = hostOf(report.url);
  const warning = warningOf(report);
  const status = statusOf(report);
  const rest = pageTitle(report) === null ? (host === name ? "" : host) : name;
  return element(
    "p",
    { class: "verdict" },
    // Where the door is a picture of the page, the verdict has its own here.
    pictureOf(report) !== null && icon(verdict.action),
    element("strong", {}, verdictWords(report)),
    warning !== null && element("span", { class: "found" }, warning),
    status !== null && element("span", { class: "status" }, status),
    warning === null && rest !== "" && element("bdi", { class: "host", translate: "no" }, rest),
  );
}

/** The card of one link: two lines and one button. What the verdict rests on stands behind a disclosure. */
export function linkCard(first: LinkReport, parts: CardParts): Row<LinkReport> {
  count += 1;
  const id = `card-${count}`;
  const row = element("div", { class: "card-row" });
  const more = element("div", { class: "card-more", id, hidden: true });
  const article = element("article", { class: "card", tabindex: -1 }, row, more);
  let shown: LinkReport | null = null;
  let isOpen = false;

  function drawMore(report: LinkReport): void {
    const { card } = words();
    more.hidden = !isOpen;
    if (!isOpen) return;
    const [, ...others] = waysOf(report);
    const ways = others.map((way) =>
      button([icon(way.picture), way.label], () => void takeWay(way, report, parts), { control: way.name }),
    );
    const rules = button([icon("scales"), card.otherRules], () => parts.showOtherRules(), { control: "rules" });
    const own = button([words().choices.open], () => parts.showChoices(report), { control: "choices" });
    const isOffered = !parts.isMine || report.verdict.action === "block";
    const wrong = button([words().complaint.open], () => parts.showComplaint(report), { control: "complaint" });
    redraw(more, ...linkDetails(report, [...ways, rules, own, ...(isOffered ? [wrong] : [])]));
  }

  function update(report: LinkReport): void {
    if (report === shown) return;
    shown = report;
    const { card } = words();
    article.dataset["action"] = report.verdict.action;
    article.setAttribute("aria-label", card.label(nameOf(report)));
    const [main] = waysOf(report);
    const toggle = button(
      [icon("down"), element("span", { class: "sr-only" }, card.details)],
      () => {
        isOpen = !isOpen;
        toggle.setAttribute("aria-expanded", String(isOpen));
        if (shown !== null) drawMore(shown);
      },
      {
        class: "plain toggle",
        control: "details",
        tabindex: -1,
        title: card.details,
        "aria-expanded": String(isOpen),
        "aria-controls": id,
      },
    );
    redraw(
      row,
      door(report),
      element("div", { class: "card-lines" }, heading(report, parts.position), verdictLine(report)),
      main !== undefined &&
        button(
          [icon(main.picture), main.name === "web" ? card.open : main.label],
          () => void takeWay(main, report, parts),
          {
            class: "primary way",
            control: main.name,
            tabindex: -1,
            "aria-label": main.label,
          },
        ),
      toggle,
      ...lookalikeLines(report),
    );
    drawMore(report);
  }

  const menu = () => {
    if (shown !== null) showLinkMenu(shown, parts);
  };
  article.addEventListener("keydown", (event) => {
    if (event.target !== article || shown === null) return;
    if (event.key === " ") row.querySelector<HTMLElement>(".toggle")?.click();
    else if (event.key !== "Enter") return;
    else if (event.shiftKey) menu();
    else openLink(shown, parts);
    event.preventDefault();
  });
  article.addEventListener("contextmenu", (event) => {
    // From the keyboard: the right button of a mouse brings the browser's own menu, to copy by.
    if (event.target !== article || event.button === 2) return;
    event.preventDefault();
    menu();
  });
  update(first);
  return { element: article, update };
}
