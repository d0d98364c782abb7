import type { LinkReport } from "../report/report.ts";
import type { OpenedFrame } from "../protocol/client-frames.ts";
import { appAddress, gatewayAddress, leaveTo, pageAddress, readerOs } from "./address.ts";
import type { IconName } from "./icons.ts";
import { words } from "./language.ts";
import { isAwaited, verdictWords } from "./link-words.ts";
import { showNotice } from "./notice.ts";

/** What somebody who opens a link asks of the page around it. */
export interface LinkParts {
  /** Decides afresh, at the time of the click. */
  readonly ask: () => Promise<OpenedFrame>;
  /** Shows a page beside the chat. */
  readonly showInPlace: (opened: OpenedFrame) => void;
  readonly showOtherRules: () => void;
  /** What the reader may choose for links like this one. */
  readonly showChoices: (report: LinkReport) => void;
  /** Whether its reader wrote it. */
  readonly isMine: boolean;
  /** Asks what is wrong with this link, and tells the moderators. */
  readonly showComplaint: (report: LinkReport) => void;
  /** Says something to everyone, screen readers too. */
  readonly announce: (text: string) => void;
}

/** A way to open that a report offers. It is looked up again in the fresh report before it is used. */
export interface Way {
  readonly name: "web" | "app" | "copy";
  readonly label: string;
  readonly picture: IconName;
  readonly find: (report: LinkReport) => string | null;
}

/** The ways that a report leaves, the first of them the one to take; none for a blocked link. */
export function waysOf(report: LinkReport): Way[] {
  const { card } = words();
  const inPlace = report.verdict.action === "open_in_place";
  const os = readerOs();
  const ways: Way[] = [
    {
      name: "web",
      label: inPlace ? card.open : card.openOutside,
      picture: inPlace ? "open_in_place" : "out",
      find: ({ open }) => pageAddress(open.web),
    },
    {
      name: "app",
      label: card.openInApp(report.app?.name ?? card.theApp),
      picture: "app",
      find: ({ open }) => (os === "web" ? null : (appAddress(open[os]) ?? pageAddress(open.universal))),
    },
    {
      name: "copy",
      label: report.link.kind === "share_code" ? card.copyCode : card.copyAddress,
      picture: "copy",
      find: ({ open }) => open.copy ?? open.web ?? null,
    },
  ];
  if (report.verdict.action === "block") return [];
  // Where the end is awaited only asking tells whether there is a way.
  return ways.filter((way) => (isAwaited(report) ? way.name === "web" : way.find(report) !== null));
}

/**
 * Takes a way of a link by a fresh decision: nothing is opened by what was decided before.
 *
 * @param shown  What its reader has seen of it.
 */
export async function takeWay(way: Way, shown: LinkReport, parts: LinkParts): Promise<void> {
  const { card } = words();
  const { announce } = parts;
  announce(card.asking);
  let opened: OpenedFrame;
  try {
    opened = await parts.ask();
  } catch {
    announce(card.askFailed);
    return;
  }
  const { report } = opened;
  const { action } = report.verdict;
  const target = action === "block" ? null : way.find(report);
  if (target === null) announce(`${card.noWay} ${card.changed(verdictWords(report))}`);
  else if (way.name === "web" && shown.verdict.action !== action) announce(card.changed(verdictWords(report)));
  else if (way.name === "copy") await copy(target, announce);
  else if (way.name === "app") leaveTo(target);
  else {
    const onward = () => (action === "open_in_place" ? parts.showInPlace(opened) : leaveTo(target));
    announce("");
    if (report.verdict.notice) showNotice(target, onward);
    else onward();
  }
}

/** Takes the first way of a link; says why where there is none. */
export function openLink(report: LinkReport, parts: LinkParts): void {
  const [main] = waysOf(report);
  if (main !== undefined) void takeWay(main, report, parts);
  else parts.announce(`${words().card.action[report.verdict.action]}. ${report.verdict.reason}`);
}

/** Opens the gateway's own page of a link in a new tab: it decides afresh there, as it does here. */
export async function openApart(report: LinkReport, parts: LinkParts): Promise<void> {
  const { card } = words();
  if (report.verdict.action === "block") return openLink(report, parts);
  parts.announce(card.asking);
  let opened: OpenedFrame;
  try {
    opened = await parts.ask();
  } catch {
    return parts.announce(card.askFailed);
  }
  const { via } = opened;
  if (via === undefined) return parts.announce(`${card.noWay} ${card.changed(verdictWords(opened.report))}`);
  parts.announce("");
  leaveTo(new URL(gatewayAddress(via), location.href).href);
}

async function copy(text: string, announce: LinkParts["announce"]): Promise<void> {
  const { card } = words();
  try {
    await navigator.clipboard.writeText(text);
    announce(card.copied);
  } catch {
    announce(card.copyFailed);
  }
}
