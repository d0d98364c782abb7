import { listNotes } from "../report/words/list-notes.ts";
import type { LinkReport } from "../report/report.ts";
import { ENTITY_KINDS } from "../report/words/entity-kinds.ts";
import { appAddress, imageAddress, leaveTo, pageAddress, readerOs } from "./address.ts";
import { button, element, redraw, type Row } from "./elements.ts";
import { icon } from "./icons.ts";
import { aside, labelled, langOf, listed, locale, words } from "./language.ts";
import { lookalikeLines } from "./lookalike.ts";
import { showNotice } from "./notice.ts";

/** What a card may ask of the chat it stands in. */
export interface CardParts {
  /** Decides afresh, at the time of the click. */
  readonly ask: () => Promise<LinkReport>;
  readonly showOtherRules: () => void;
  /** Says something to everyone, screen readers too. */
  readonly announce: (text: string) => void;
  /** Which link of the message this is, from 1; null when it is the only one. */
  readonly position: number | null;
}

/** The name a link goes by: its app, or its host. */
export function nameOf({ app, link, url }: LinkReport): string {
  if (app !== null) return app.name;
  if (link.kind === "share_code") return words().card.shareCode;
  return pageAddress(url ?? undefined) === null ? words().card.appAddress : hostOf(url);
}

function hostOf(url: string | null): string {
  return url === null ? "" : (URL.parse(url)?.host ?? "");
}

function entityWord(type: string): string {
  const kind = ENTITY_KINDS.get(type);
  return kind === undefined ? type.replaceAll("_", " ") : words().entity[kind];
}

function kindOf({ app, link }: LinkReport): string {
  const { card } = words();
  const type = app?.entity?.type;
  if (type !== undefined) return entityWord(type);
  if (link.kind === "share_code") return card.shareCode;
  return app === null && link.kind === "web" ? card.unknownSite : "";
}

/** The verdict in words, the notice included. */
export function verdictWords({ verdict }: LinkReport): string {
  const { action, noticeFirst } = words().card;
  return verdict.notice ? listed([action[verdict.action], noticeFirst]) : action[verdict.action];
}

/** Day of an edition as the rulebook names it, on the stamp. */
function stamp({ verdict }: LinkReport): HTMLElement {
  const { edition, rulebook } = words().card;
  return element(
    "p",
    { class: "stamp", title: labelled(rulebook, verdict.rulebook) },
    element("span", { class: "sr-only" }, `${edition} `),
    element("span", {}, verdict.rulebook),
    verdict.edition !== null && element("span", { class: "stamp-day" }, verdict.edition),
  );
}

type Payment = LinkReport["payments"][number];

/** The status of a payment with its day. Reports of messages kept long ago tell `since` and `by: true`. */
function paymentText({ method, status, since, by }: Payment): string {
  const { method: methods, status: states, card } = words();
  const day = by === undefined ? card.since(since ?? "") : card.by(since ?? by);
  return labelled(methods[method] ?? method.replaceAll("_", " "), states[status] + aside(day));
}

function otherVoices({ against = [] }: Payment) {
  const { status: states, otherwise } = words();
  return against.map(({ status, source }) => ({ text: labelled(otherwise, states[status]), source }));
}

/** What is on record of each payment, in words alone. */
export function paymentWords({ payments }: LinkReport): string[] {
  return payments.map((payment) =>
    [paymentText(payment), payment.note, ...otherVoices(payment).map(({ text }) => text)]
      .filter((part) => part !== undefined)
      .join(words().marks.semicolon),
  );
}

/** The same with the source of each. */
function paymentRow(payment: Payment): HTMLElement {
  return element(
    "li",
    {},
    element("span", {}, paymentText(payment)),
    payment.note !== undefined && element("span", { class: "note" }, payment.note),
    element("span", { class: "source" }, citation(payment.source)),
    ...otherVoices(payment).flatMap(({ text, source }) => [
      element("span", { class: "note" }, text),
      element("span", { class: "source" }, citation(source)),
    ]),
  );
}

function line(label: string, ...values: (Node | string)[]): Node[] {
  return values.length === 0 ? [] : [element("dt", {}, label), ...values.map((value) => element("dd", {}, value))];
}

const address = (text: string) => element("bdi", { class: "address", dir: "ltr", translate: "no" }, text);

function citation({ title, url }: { title: string; url: string }): Node {
  const target = pageAddress(url);
  const lang = langOf(title, "en");
  if (target === null) return element("span", { lang }, title);
  return element(
    "a",
    { href: target, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" },
    element("span", { lang }, title),
    icon("out"),
    element("span", { class: "sr-only" }, aside(words().card.newTab)),
  );
}

function details(report: LinkReport): HTMLElement {
  const { card, finding } = words();
  const { verdict, resolution, findings } = report;
  const leadsTo = resolution.canonicalUrl ?? resolution.finalUrl ?? report.url;
  return element(
    "dl",
    {},
    ...line(card.rulebook, [verdict.rulebook, verdict.edition].filter((part) => part !== null).join(" · ")),
    ...(verdict.rule === null ? [] : line(card.rule, element("code", {}, verdict.rule))),
    ...line(card.basisLabel, card.basis[verdict.basis]),
    ...line(card.decidedByLabel, card.decidedBy[verdict.decidedBy]),
    ...(verdict.hash === null ? [] : line(card.hash, element("code", { class: "hash" }, verdict.hash))),
    ...line(card.sources, ...verdict.citations.filter(({ against }) => against !== true).map(citation)),
    ...line(card.against, ...verdict.citations.filter(({ against }) => against === true).map(citation)),
    ...line(
      card.findings,
      ...findings.map((found) => {
        const { kind, evidence, source, excepted } = found;
        const said = listed([card.saidBy(source), ...listNotes(found, locale())]);
        const text = [labelled(finding[kind], ""), address(evidence), aside(said)];
        return element("span", excepted === undefined ? {} : { class: "excepted" }, ...text);
      }),
    ),
    ...(leadsTo === null ? [] : line(card.leadsTo, address(leadsTo))),
    ...(whyNotFollowed(report) === null ? [] : line(words().notFollowed, whyNotFollowed(report) ?? "")),
    ...line(card.hops, ...resolution.hops.map(({ url }) => address(url))),
    ...(resolution.removed.length > 0 ? line(card.removed, address(resolution.removed.join(", "))) : []),
  );
}

/** A way to open that the report offers. It is looked up again in the fresh report before it is used. */
interface Way {
  readonly name: string;
  readonly label: string;
  readonly picture: "open_in_place" | "out" | "app" | "copy";
  readonly find: (report: LinkReport) => string | null;
  readonly use: (target: string, report: LinkReport) => Promise<void> | void;
  readonly main: boolean;
}

function waysOf(report: LinkReport, announce: (text: string) => void): Way[] {
  const { card } = words();
  const inPlace = report.verdict.action === "open_in_place";
  const app = card.openInApp(report.app?.name ?? card.theApp);
  const os = readerOs();
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      announce(card.copied);
    } catch {
      announce(card.copyFailed);
    }
  };
  const page = (target: string, fresh: LinkReport) => {
    if (fresh.verdict.notice) showNotice(target);
    else leaveTo(target);
  };
  const ways: Way[] = [
    {
      name: "web",
      label: inPlace ? card.open : card.openOutside,
      picture: inPlace ? "open_in_place" : "out",
      find: ({ open }: LinkReport) => pageAddress(open.web),
      use: page,
      main: true,
    },
    {
      name: "app",
      label: app,
      picture: "app",
      main: false,
      find: ({ open }: LinkReport) => (os === "web" ? null : (appAddress(open[os]) ?? pageAddress(open.universal))),
      use: leaveTo,
    },
    {
      name: "copy",
      picture: "copy",
      main: false,
      use: copy,
      label: report.link.kind === "share_code" ? card.copyCode : card.copyAddress,
      find: ({ open }: LinkReport) => open.copy ?? open.web ?? null,
    },
  ];
  if (report.verdict.action === "block") return [];
  // Where the end is awaited only asking tells whether there is a way.
  return ways.filter((way) => (isAwaited(report) ? way.main : way.find(report) !== null));
}

function isAwaited({ resolution }: LinkReport): boolean {
  return resolution.status === "provisional" && resolution.skipped === null;
}

function whyNotFollowed({ resolution }: LinkReport): string | null {
  const code = resolution.failure?.code ?? resolution.skipped;
  return code === null ? null : (words().unfollowed[code] ?? null);
}

/** What a reader has to know of how the link was followed; that an ordinary one was not is told among the details. */
function statusOf(report: LinkReport): string | null {
  const { card, notFollowed } = words();
  const { status, skipped } = report.resolution;
  const why = whyNotFollowed(report);
  if (status === "provisional") return card.provisional;
  if (status === "failed") return why === null ? card.failed : labelled(card.failed, why);
  return skipped === "one_time_link" && why !== null ? labelled(notFollowed, why) : null;
}

/** What the page at the end says of itself. */
function preview({ resolution, verdict }: LinkReport): HTMLElement | null {
  const { title, description, siteName, image } = resolution.page ?? {};
  if (verdict.action === "block" || (title ?? description) === undefined) return null;
  const source = imageAddress(image);
  const picture = source === null ? null : element("img", { src: source, alt: "", loading: "lazy" });
  // A picture that cannot be had leaves no hole.
  picture?.addEventListener("error", () => picture.remove());
  return element(
    "div",
    { class: "preview" },
    picture,
    element(
      "div",
      {},
      title !== undefined && element("p", { class: "preview-title", dir: "auto" }, title),
      description !== undefined && element("p", { class: "preview-text", dir: "auto" }, description),
      siteName !== undefined && element("p", { class: "preview-site", dir: "auto" }, siteName),
    ),
  );
}

/** The card of one link: its doorway, whose it is, what happens and why, and the ways on that the verdict leaves. */
export function linkCard(first: LinkReport, { ask, showOtherRules, announce, position }: CardParts): Row<LinkReport> {
  const body = element("div", { class: "card-body" });
  const door = element("div", { class: "door" });
  const article = element("article", { class: "card" }, door, body);
  let shown: LinkReport | null = null;
  let isOpen = false;

  async function take(way: Way): Promise<void> {
    const { card } = words();
    announce(card.asking);
    let fresh: LinkReport;
    try {
      fresh = await ask();
    } catch {
      announce(card.askFailed);
      return;
    }
    const target = fresh.verdict.action === "block" ? null : way.find(fresh);
    const before = shown?.verdict.action;
    update(fresh);
    if (target === null) announce(`${card.noWay} ${card.changed(verdictWords(fresh))}`);
    else if (way.name === "web" && before !== fresh.verdict.action) announce(card.changed(verdictWords(fresh)));
    else await way.use(target, fresh);
  }

  function update(report: LinkReport): void {
    if (report === shown) return;
    shown = report;
    const { card } = words();
    const { verdict, open } = report;
    const name = nameOf(report);
    article.dataset["action"] = verdict.action;
    article.setAttribute("aria-label", card.label(name));
    door.replaceChildren(icon(verdict.action));
    const status = statusOf(report);
    const more = element(
      "details",
      { open: isOpen },
      element("summary", { "data-control": "details" }, card.details),
      details(report),
    );
    more.addEventListener("toggle", () => (isOpen = more.open));
    const ways = waysOf(report, announce).map((way) =>
      button([icon(way.picture), way.label], () => void take(way), { control: way.name, class: way.main && "primary" }),
    );
    redraw(
      body,
      element(
        "header",
        {},
        element(
          "div",
          { class: "whose" },
          element(
            "h3",
            {},
            position !== null &&
              element("span", { class: "position", "aria-label": card.link(position) }, String(position)),
            element("bdi", { lang: langOf(name, "en") }, name),
            kindOf(report) !== "" && element("span", { class: "kind" }, kindOf(report)),
          ),
          hostOf(report.url) !== name &&
            element("p", { class: "host" }, address(hostOf(report.url) || report.link.value)),
        ),
        stamp(report),
      ),
      element(
        "p",
        { class: "verdict" },
        element("strong", {}, card.action[verdict.action]),
        verdict.notice && words().marks.comma + card.noticeFirst,
      ),
      ...lookalikeLines(report),
      preview(report),
      element("p", { class: "reason" }, element("span", { class: "sr-only" }, labelled(card.why, "")), verdict.reason),
      status !== null && element("p", { class: "status" }, icon("clock"), status),
      report.findings.length > 0 &&
        element(
          "p",
          { class: "found" },
          icon("alert"),
          report.findings.map(({ kind }) => words().finding[kind]).join(" · "),
        ),
      open.instruction !== undefined &&
        verdict.action !== "block" &&
        element("p", { class: "instruction" }, open.instruction),
      report.payments.length > 0 &&
        element(
          "div",
          { class: "payments" },
          element("strong", {}, card.payments),
          element("ul", {}, ...report.payments.map(paymentRow)),
        ),
      open.appeal !== undefined &&
        element("p", { class: "appeal" }, element("strong", {}, labelled(card.appeal, "")), card.appealText),
      element(
        "div",
        { class: "ways", role: "group", "aria-label": card.ways },
        ...ways,
        button([icon("scales"), card.otherRules], showOtherRules, { control: "rules" }),
      ),
      more,
    );
  }

  update(first);
  return { element: article, update };
}
