import { READER_OSES, type ReaderOs } from "../apps/types.ts";
import { nearestWord } from "../policy/vocabulary.ts";

/** Systems by the names that apps give them besides our own. */
const OTHER_OS_NAMES: Readonly<Record<string, ReaderOs>> = { ipados: "ios", iphone: "ios", ipad: "ios" };

/** The system that an app means: its own word, another name of it, the nearest, or else the web. */
export function nearestOs(name: string): ReaderOs {
  const word = name.trim().toLowerCase();
  const own = READER_OSES.find((os) => os === word);
  const other = Object.hasOwn(OTHER_OS_NAMES, word) ? OTHER_OS_NAMES[word] : undefined;
  return own ?? other ?? READER_OSES.find((os) => os === nearestWord(word, READER_OSES)) ?? "web";
}

/** The first one to four numbers of a version as apps write it: `8.0.11(0x1800)` is `8.0.11`. Null: it begins with none. */
export function leadingVersion(text: string): string | null {
  return /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(?!\d)/iu.exec(text.trim())?.[1] ?? null;
}
