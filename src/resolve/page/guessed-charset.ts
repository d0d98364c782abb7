interface Candidate {
  readonly encoding: string;
  /** Language tags and top-level domains of those who write in it. */
  readonly users: readonly string[];
  /** Whether most characters of ordinary text have these two bytes. */
  readonly isCommon: (lead: number, trail: number) => boolean;
}

const within = (byte: number, from: number, to: number) => byte >= from && byte <= to;

/**
 * Legacy encodings that chats still meet, with their everyday rows. Sources: GB/T 2312-1980 (level 1: rows 16-55), Big5 (level 1:
 * A440-C67E), JIS X 0208 (kana: rows 4-5, level 1: rows 16-47), KS X 1001 (Hangul: rows 16-40). Languages and domains: HTML Standard,
 * table of default encodings.
 */
const CANDIDATES: readonly Candidate[] = [
  {
    encoding: "gb18030",
    users: ["zh", "zh-cn", "zh-hans", "zh-sg", "cn", "sg"],
    isCommon: (lead, trail) => trail >= 0xa1 && (within(lead, 0xb0, 0xd7) || within(lead, 0xa1, 0xa3)),
  },
  {
    encoding: "big5",
    users: ["zh-tw", "zh-hk", "zh-hant", "tw", "hk", "mo"],
    isCommon: (lead, trail) => (trail >= 0xa1 || trail <= 0x7e) && within(lead, 0xa1, 0xc6),
  },
  {
    encoding: "shift_jis",
    users: ["ja", "ja-jp", "jp"],
    isCommon: (lead) => within(lead, 0x81, 0x83) || within(lead, 0x88, 0x97),
  },
  {
    encoding: "euc-jp",
    users: ["ja", "ja-jp", "jp"],
    isCommon: (lead, trail) => trail >= 0xa1 && (within(lead, 0xa1, 0xa5) || within(lead, 0xb0, 0xcf)),
  },
  {
    encoding: "euc-kr",
    users: ["ko", "ko-kr", "kr"],
    isCommon: (lead, trail) => trail >= 0xa1 && within(lead, 0xb0, 0xc8),
  },
];

/** Default of the largest group of such pages. Source: HTML Standard, table of default encodings, row "zh-CN". */
const DEFAULT = "gb18030";
/** From this length on, fewer than 1 % of Chinese texts lack a character of the rows behind Hangul's. Characters. */
const MIN_HANGUL = 8;

/**
 * The encoding of a page that declares none and has bytes that are not ASCII: UTF-8 if they are that, else the legacy encoding in which
 * they make everyday characters. The page's language and domain are heard first.
 *
 * @param bytes  May end within a character.
 * @param host   Where the page stands.
 */
export function guessEncoding(bytes: Uint8Array, host: string): string {
  if (decodes(bytes, "utf-8")) return "utf-8";
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const language = /<html\s[^>]{0,400}?\blang\s{0,4}=\s{0,4}["']?([a-z-]{2,12})/iu.exec(text)?.[1]?.toLowerCase();
  const users = new Set([language ?? "", host.slice(host.lastIndexOf(".") + 1).toLowerCase()]);
  const fitting = CANDIDATES.filter(({ encoding }) => decodes(bytes, encoding));
  const hinted = fitting.filter((candidate) => candidate.users.some((user) => users.has(user)));
  return best(hinted, text) ?? best(fitting.filter(isTellable), text) ?? DEFAULT;
}

/** EUC-JP without a word of its language looks like Chinese. */
function isTellable({ encoding }: Candidate): boolean {
  return encoding !== "euc-jp";
}

/** The candidate with the largest share of everyday characters; of equal ones the first, but for long Hangul. */
function best(candidates: readonly Candidate[], text: string): string | null {
  const scored = candidates.map((candidate) => ({ ...candidate, ...countCommon(text, candidate.isCommon) }));
  const top = Math.max(...scored.map(({ share }) => share));
  const winners = scored.filter(({ share }) => share === top);
  const hangul = winners.find(({ encoding, total }) => encoding === "euc-kr" && total >= MIN_HANGUL);
  return (hangul ?? winners[0])?.encoding ?? null;
}

function countCommon(
  text: string,
  isCommon: Candidate["isCommon"],
): { readonly share: number; readonly total: number } {
  let total = 0;
  let common = 0;
  for (let at = 0; at + 1 < text.length; at += 1) {
    const lead = text.charCodeAt(at);
    if (lead < 0x80) continue;
    at += 1;
    total += 1;
    if (isCommon(lead, text.charCodeAt(at))) common += 1;
  }
  return { share: total === 0 ? 0 : common / total, total };
}

function decodes(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
