/** Schemes of download managers: base64 of an address between two marks. */
const WRAPPINGS: Readonly<Record<string, { readonly before: string; readonly behind: string }>> = {
  // Source: Thunder (Xunlei), as read by iiiypuk/thunder-url and aria2's front ends, 2026-11.
  thunder: { before: "AA", behind: "ZZ" },
  // Source: FlashGet, the same; what follows an `&` outside the base64 is the page it was on.
  flashget: { before: "[FLASHGET]", behind: "[FLASHGET]" },
  // Source: QQ Xuanfeng, the same; nothing stands around the address.
  qqdl: { before: "", behind: "" },
};
const LONGEST_CARRIED = 8_192;

/** The address that a download manager's own one carries; null when it is none, or carries none. */
export function carriedByDownload(address: string): string | null {
  const parts = /^(?<scheme>thunder|flashget|qqdl):\/\/(?<code>[A-Za-z0-9+/_-]+)={0,2}(?:[/&].*)?$/isu.exec(
    address,
  )?.groups;
  const wrapping = WRAPPINGS[parts?.["scheme"]?.toLowerCase() ?? ""];
  const code = parts?.["code"] ?? "";
  if (wrapping === undefined || code.length > LONGEST_CARRIED) return null;
  const text = decoded(Buffer.from(code, "base64"));
  const { before, behind } = wrapping;
  if (!text.startsWith(before) || !text.endsWith(behind)) return null;
  const carried = text.slice(before.length, text.length - behind.length).trim();
  return /^[a-z][a-z0-9+.-]*:\S/iu.test(carried) ? carried : null;
}

/** Old managers wrote Chinese file names in GBK. */
function decoded(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  return text.includes("\uFFFD") ? new TextDecoder("gbk").decode(bytes) : text;
}
