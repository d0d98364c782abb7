import type { Link } from "../links/types.ts";
import { normaliseLink } from "../links/normalise-link.ts";
import { cutWebAddress, readAppAddress } from "./address.ts";
import type { AppIndex, CompiledApp } from "./app-index.ts";
import type { Entity } from "./types.ts";

/** Whose a share code is. */
export interface ShareCode {
  readonly app: CompiledApp | null;
  readonly entity: Entity | null;
  /** Whether the code itself says whose it is, so that no word and no address beside it counts. */
  readonly isSelfContained: boolean;
}

/** Of every mini program's link, also of one whose id has another length: what it is, only WeChat says. */
const MINI_PROGRAM = /^#小程序:\/\//u;

/**
 * Whose a share code is. Its characters rarely tell: several apps use the same symbols, so the words around it decide.
 *
 * @param value  The code as it stands in the text.
 * @param text   The whole message.
 */
export function readShareCode(value: string, text: string, index: AppIndex): ShareCode {
  for (const { app, entry, regExp } of index.shareTexts) {
    if (entry.entity === undefined) continue;
    const id = regExp.exec(value)?.groups?.["id"];
    if (id !== undefined) return { app, entity: { type: entry.entity, id, ids: { id } }, isSelfContained: true };
  }
  if (MINI_PROGRAM.test(value)) return { app: index.app("wechat"), entity: null, isSelfContained: true };
  return { app: appNamedIn(text, index), entity: null, isSelfContained: false };
}

/**
 * Whether an address and a share code beside it belong to one app: the message names the app or another of its owner.
 * A message that names nobody counts too when the app writes share texts.
 */
export function sharesCodes(address: Pick<Link, "value" | "kind">, text: string, index: AppIndex): boolean {
  const app = appOfAddress(address, index);
  if (app === undefined) return false;
  if (isNamedIn(text, app)) return true;
  const named = appNamedIn(text, index);
  return named === null ? app.entry.shareTexts !== undefined : named.entry.owner === app.entry.owner;
}

function appOfAddress({ value, kind }: Pick<Link, "value" | "kind">, index: AppIndex): CompiledApp | undefined {
  const { url } = normaliseLink({ value, kind });
  const web = url === null ? null : cutWebAddress(url);
  return web === null ? index.scheme(readAppAddress(value)?.scheme ?? "")?.app : index.lookUp(web).owner?.app;
}

/** Whether a piece of a message is a share text of the address's app, from its first sign on and as far as it must reach. */
export function isShareText(
  address: Pick<Link, "value" | "kind">,
  piece: string,
  reach: number,
  index: AppIndex,
): boolean {
  const app = appOfAddress(address, index);
  return index.shareTexts.some((form) => {
    if (form.app !== app) return false;
    const match = form.regExp.exec(piece);
    return match?.index === 0 && match[0].length > reach;
  });
}

/** Whether a message names an app by one of its words. */
export function isNamedIn(text: string, { entry }: CompiledApp): boolean {
  return (entry.words ?? []).some((word) => text.includes(word));
}

/**
 * The app that a share text names. A name in its own brackets (【京东】) says who made the text; else the name that
 * stands last, because share texts end with the app to open; of names that end at one place the longest.
 */
function appNamedIn(text: string, index: AppIndex): CompiledApp | null {
  if (!index.anyWord.test(text)) return null;
  let best: { place: number; rank: number; length: number } | null = null;
  for (const [word, place] of index.words) {
    const last = text.lastIndexOf(word);
    if (last === -1) continue;
    const isBracketed = text.includes(`【${word}】`);
    const rank = (isBracketed ? text.length : 0) + last + word.length;
    if (best === null || rank > best.rank || (rank === best.rank && word.length > best.length)) {
      best = { place, rank, length: word.length };
    }
  }
  return best === null ? null : index.appAt(best.place);
}

/** What a reader does with a code: one sentence a locale. */
export function codeInstruction(app: CompiledApp | null): Readonly<Record<string, string>> {
  if (app === null) {
    return {
      "zh-CN": "请复制这段口令，再打开生成它的应用。",
      en: "Copy this code, then open the app that made it.",
      id: "Salin kode ini, lalu buka aplikasi yang membuatnya.",
      vi: "Sao chép mã này rồi mở ứng dụng đã tạo ra nó.",
    };
  }
  const { en, zh } = app.entry.names;
  return {
    "zh-CN": `请复制这段口令，再打开${zh}。`,
    en: `Copy this code, then open ${en}.`,
    id: `Salin kode ini, lalu buka ${en}.`,
    vi: `Sao chép mã này rồi mở ${en}.`,
  };
}
