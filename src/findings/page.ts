import type { Finding } from "./types.ts";

/** Media types of files that browsers save instead of showing. Source: IANA media types registry; Apple and Microsoft use no registered one. */
const DOWNLOADS: ReadonlySet<string> = new Set([
  "application/octet-stream",
  "application/vnd.android.package-archive",
  "application/vnd.microsoft.portable-executable",
  "application/x-msdownload",
  "application/x-apple-diskimage",
  "application/zip",
  "application/gzip",
  "application/vnd.rar",
  "application/x-7z-compressed",
  "application/java-archive",
]);

/** Findings about what a link's end answered. */
export function pageFindings(page: { readonly contentType?: string } | null): Finding[] {
  const type = page?.contentType;
  return type === undefined || !DOWNLOADS.has(type)
    ? []
    : [{ kind: "file_download", evidence: `answers with ${type}`, source: "hutong" }];
}
