import { isOneOf } from "../../input/words.ts";
import { button, element, keyedRows, redraw, type Row } from "../elements.ts";
import { icon } from "../icons.ts";
import { seenIn } from "../unseen.ts";
import { caseName, whyOpen } from "./effect-words.ts";
import { FILTERS, type Desk } from "./desk.ts";
import { fromNow, says } from "./language.ts";
import type { QueuedCase } from "./told.ts";

/** As the gateway counts. */
const MAX_COUNTED = 10_000;

export interface QueueView {
  readonly element: HTMLElement;
  update(): void;
  focusSearch(): void;
  /** Why the queue holds nothing. */
  whyNone(): string;
}

/** @param onOpen  Somebody chose a case. @param onShown  Others are listed than before. */
export function queueView(desk: Desk, onOpen: (id: string) => void, onShown: () => void): QueueView {
  const text = says().queue;
  const counts = element("p", { class: "counts", role: "status" });
  const rows = element("ul", { class: "cases" });
  const none = element("p", { class: "soft none", hidden: true });
  const more = button([text.more], () => void desk.more(), { class: "plain wide" });
  const filter = element("select", { id: "filter", "aria-label": text.filter });
  for (const each of FILTERS) filter.append(element("option", { value: each }, text.filters[each]));
  filter.value = desk.filter;
  filter.addEventListener("change", () => {
    if (isOneOf(FILTERS, filter.value)) void desk.show({ filter: filter.value }).then(onShown);
  });
  const search = element("input", {
    id: "search",
    type: "search",
    placeholder: text.search,
    "aria-label": text.search,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    maxlength: 253,
  });
  search.value = desk.host;
  const host = () => search.value.trim().toLowerCase();
  search.addEventListener("change", () => void desk.show({ host: host() }));
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    // It goes to the case, where keys decide: that has to be one of those found.
    event.preventDefault();
    if (event.key === "Escape") search.value = "";
    void desk.show({ host: host() }).then(() => document.getElementById("case-title")?.focus());
  });

  function row(first: QueuedCase): Row<QueuedCase> {
    const made = button([], () => onOpen(first.id), { class: "case-row" });
    const item = element("li", {}, made);
    let drawn = "";
    return {
      element: item,
      update(file) {
        const isCurrent = file.id === desk.currentId;
        const isTaken = desk.isTaken(file);
        const isLate = isOverdue(file);
        const standing = standingWords(file, isTaken);
        const key = JSON.stringify([file.version, isCurrent, isTaken, standing]);
        if (key === drawn) return;
        drawn = key;
        made.toggleAttribute("data-taken", isTaken);
        if (isCurrent) made.setAttribute("aria-current", "true");
        else made.removeAttribute("aria-current");
        const parts = [
          element("bdi", { class: "name", translate: "no" }, caseName(file)),
          element(
            "span",
            { class: "people", title: text.people(file.people) },
            icon("people"),
            String(file.people),
            element("span", { class: "sr-only" }, ` ${text.people(file.people)}`),
          ),
          element("span", { class: "why-open", "data-why": whyOpen(file) }, text.why[whyOpen(file)]),
          element("span", { class: isLate && !isTaken ? "late" : "soft" }, standing),
        ];
        redraw(made, ...seenIn(parts));
        if (isCurrent) item.scrollIntoView({ block: "nearest" });
      },
    };
  }
  const draw = keyedRows<QueuedCase>(rows, ({ id }) => id, row);

  const whyNone = () => (desk.filter === "all" && desk.host === "" ? text.empty : text.nothingFound);

  function update(): void {
    const { queue } = desk;
    draw(queue);
    const { total, overdue: late } = desk.counts;
    const count = desk.filter === "checks" || desk.filter === "disputed" ? text.decided : text.count;
    const told = [count(total, total >= MAX_COUNTED), ...(late > 0 ? [text.overdue(late)] : [])].join(" · ");
    if (counts.textContent !== told) counts.textContent = told;
    none.hidden = queue.length > 0;
    none.textContent = whyNone();
    more.hidden = !desk.hasMore;
  }

  return {
    element: element(
      "div",
      { class: "queue", role: "navigation", "aria-label": text.label },
      element("div", { class: "queue-head" }, counts, filter, search),
      element("div", { class: "queue-rows" }, rows, none, more),
    ),
    update,
    focusSearch: () => search.focus(),
    whyNone,
  };
}

/** A case that is decided is due no more; the list of checks has such. */
function isOverdue({ state, dueBy }: QueuedCase): boolean {
  return state !== "decided" && Date.parse(dueBy) < Date.now();
}

function standingWords(file: QueuedCase, isTaken: boolean): string {
  const text = says().queue;
  const decision = file.state === "decided" ? file.decisions.at(-1) : undefined;
  if (decision !== undefined) return text.decidedAt(fromNow(decision.at));
  if (isTaken) return text.claimedBy(file.claimed?.by ?? "?");
  const when = fromNow(file.dueBy);
  return isOverdue(file) ? text.late(when) : text.due(when);
}
