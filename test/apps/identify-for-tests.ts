import { openRegistry } from "../../src/apps/registry.ts";
import type { Identified } from "../../src/apps/types.ts";

export const registry = openRegistry();

/** Asks the registry about a link as the pipeline does; `text` is the whole message. */
export function identify(value: string, text = value): Identified {
  const url = URL.parse(value);
  const isWeb = url !== null && /^https?:$/u.test(url.protocol);
  const kind = isWeb ? "web" : /^intent:/iu.test(value) ? "intent" : "app";
  return registry.identify({ kind, value, url: isWeb ? url.href : null, text, os: "android" });
}

/** The same about a share code in its message. */
export function identifyCode(value: string, text: string): Identified {
  return registry.identify({ kind: "share_code", value, url: null, text, os: "android" });
}
