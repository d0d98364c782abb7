import type { ShortenersFile } from "./app-file.ts";

/** Hosts whose short links lead to anybody's page, whoever owns the host. */
export interface Shorteners {
  /** Hosts that are named whole, without those of which only the ones below are meant. */
  readonly hosts: readonly string[];
  /**
   * Whether a path at a host is a short link. The front page of a shortener is a page like any.
   *
   * @param host  ASCII lower case, without a trailing dot.
   */
  leadsAnywhere(host: string, path: string): boolean;
}

export function compileShorteners(file: ShortenersFile): Shorteners {
  const names = Object.keys(file.hosts);
  const exact = new Set(names.filter((name) => !name.startsWith("*.")));
  const below = new Set(names.filter((name) => name.startsWith("*.")).map((name) => name.slice(2)));
  return {
    hosts: [...exact],
    leadsAnywhere(host, path) {
      if (path.length < 2) return false;
      const name = host.startsWith("www.") ? host.slice(4) : host;
      if (exact.has(name)) return true;
      const dot = name.indexOf(".");
      return dot !== -1 && below.has(name.slice(dot + 1));
    },
  };
}
