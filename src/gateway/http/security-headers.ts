const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' wss:",
  "img-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

/** Every answer carries these. Source of the policy words: https://www.w3.org/TR/CSP3/ and https://www.w3.org/TR/trusted-types/. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY.join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

/**
 * What the chat's page has besides: pages that open in place stand in a frame, which its own attributes lock in; and it may be
 * installed, for which it needs its manifest and no service worker.
 * Source: https://developer.chrome.com/blog/update-install-criteria, read 2026-11-29.
 */
export const CHAT_PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [...POLICY, "frame-src https: http:", "manifest-src 'self'"].join("; "),
};

/** What the moderators' page has: it asks the gateway alone, shows no frame, and sends no form. */
export const CONSOLE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY.map((line) =>
    line.startsWith("connect-src ")
      ? "connect-src 'self'"
      : line.startsWith("form-action ")
        ? "form-action 'none'"
        : line,
  ).join("; "),
};
