import { hostname } from "node:os";
import type { ResolveMode } from "../resolve/types.ts";

/** How links are followed. */
export interface ResolveSettings {
  /** Whom requests are made to: nobody, hosts of registered apps and short links, everybody. Default `known`. */
  readonly mode: ResolveMode;
  /** Where the owner of a site that is asked can complain, sent in User-Agent. Null: `abuse@` this machine's name (RFC 2142). */
  readonly contact: string | null;
  /** Ports 8080 and 8443 besides 80 and 443. Default false. */
  readonly alternativePorts: boolean;
}

export const DEFAULT_RESOLVE: ResolveSettings = { mode: "known", contact: null, alternativePorts: false };

/** Who asks, with a contact. */
export function userAgentOf(contact: string | null): string {
  return `Hutong (link check for a chat; contact: ${contact ?? `abuse@${hostname()}`})`;
}
