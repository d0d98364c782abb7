import { NEWEST, versionNumber } from "./plain-input.ts";
import { CODES_CLOSE, DEFAULT, DOWNLOADS_CLOSE, HARMFUL, PHASE_ONE, PHASE_TWO } from "./rules.ts";

const PHASE_ONE_MS = Date.parse(PHASE_ONE);
const PHASE_TWO_MS = Date.parse(PHASE_TWO);
const CODES_CLOSE_MS = Date.parse(CODES_CLOSE);
const DOWNLOADS_CLOSE_MS = Date.parse(DOWNLOADS_CLOSE);

/** What the hand-written rules read: a link's facts as they come, or as prepared for the other engines. */
interface SwitchInput {
  readonly chat: string;
  readonly choice: string | null;
  readonly kind: string;
  readonly app: string | null;
  readonly relation: string;
}

/** The ceiling: the same forty rules as a person would write them by hand for speed. */
export function bySwitch(
  { chat, choice, kind, app, relation }: SwitchInput,
  at: number,
  os: string,
  version: string | number | null,
  cls: string,
  findings: Iterable<string>,
): number {
  let download = false;
  let diversion = false;
  let reported = false;
  let worst = DEFAULT;
  for (const finding of findings) {
    const place = HARMFUL.indexOf(finding);
    if (place >= 0 && place < worst) worst = place;
    else if (finding === "diversion") diversion = true;
    else if (finding === "file_download") download = true;
    else if (finding === "reported") reported = true;
  }
  if (worst < DEFAULT) return worst;
  if (choice === "block") return 10;
  if (kind === "share_code" && at >= CODES_CLOSE_MS) return 11;
  if (diversion) return 12;
  if (download) return at < DOWNLOADS_CLOSE_MS ? 13 : 14;
  if (kind === "share_code") return 15;
  if (choice === "external") return 16;
  if (app === "alipay") return 17;
  if (reported) return 18;
  switch (relation) {
    case "own":
      return 19;
    case "allied":
      return 20;
    case "neutral":
      return 21;
    default:
  }
  let first: number;
  switch (cls) {
    case "e-commerce":
      first = 22;
      break;
    case "short_video":
      first = 25;
      break;
    case "im":
      first = 28;
      break;
    case "office":
      first = 31;
      break;
    case "payment":
      first = 34;
      break;
    case "travel":
      first = 37;
      break;
    default:
      return DEFAULT;
  }
  if (at < PHASE_ONE_MS) return first;
  if (at < PHASE_TWO_MS) {
    const isNewest =
      (os === "android" && versionNumber(version) >= NEWEST.android) ||
      (os === "ios" && versionNumber(version) >= NEWEST.ios);
    if (chat !== "one_to_one" || !isNewest) return first + 1;
  }
  if (chat === "one_to_one" || first === 22 || first === 37) return first + 2;
  return DEFAULT;
}
