import { z } from "zod";

/**
 * Characters forbidden in names, keys and titles: C0 and C1 controls, lone surrogates, line and paragraph separators,
 * and the controls of text direction. Classes of Unicode: https://www.unicode.org/reports/tr44/
 */
const UNSOUND = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
/** Interlinear annotations and characters that show nothing by themselves. */
const UNSEEN = /[\u{FFF9}-\u{FFFB}\p{Default_Ignorable_Code_Point}]/u;
/** Those that shape the text before them: in a family emoji, a keycap, the flag of Wales, Persian or Indic words. */
const SHAPING =
  /(?<=[^\p{Z}\p{C}])[\u{200C}\u{200D}](?=[^\p{Z}\p{C}])|(?<=[^\p{Z}\p{C}\p{Default_Ignorable_Code_Point}])[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]|(?<=\u{1F3F4})[\u{E0020}-\u{E007F}]+/gu;
const SEEN = /[^\p{Z}\p{C}]/u;

/** The client's own words for its things: ids, keys, devices. Compared as they stand, so none may have two spellings on disk. */
export function plainText(maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .refine((text) => !UNSOUND.test(text), { error: "expected no controls, lone surrogates or direction marks" });
}

/** What people read beside other people's words, so that none of it may hide or move what is around it. */
export function shownText(maxLength: number) {
  return plainText(maxLength)
    .refine((text) => SEEN.test(text), { error: "expected something to be seen" })
    .refine((text) => !UNSEEN.test(text.replaceAll(SHAPING, "")), { error: "expected no invisible characters" });
}

/** What people write in lines. Forms and Windows end a line by CRLF; here it is LF, so that lengths count the same everywhere. */
export function writtenLines() {
  return z
    .string()
    .overwrite((text) => text.replaceAll(/\r\n?/gu, "\n"))
    .refine((text) => !/[^\P{Cc}\n\t]|\p{Cs}/u.test(text), { error: "expected no controls or lone surrogates" });
}
