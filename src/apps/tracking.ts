import { decodeValue, type WebAddress } from "./address.ts";
import type { TrackingFile } from "./app-file.ts";

/** Takes out of an address what only follows its readers. */
export interface Tracking {
  /** The address without parameters that track everywhere; everything else stays as it was written. */
  clean(address: WebAddress): { url: string; removed: readonly string[] };
}

export function compileTracking(file: TrackingFile): Tracking {
  const all = Object.keys(file.names);
  const names = new Set(all.filter((name) => !name.endsWith("*")));
  const prefixes = all.filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1));
  const values = new Map(Object.entries(file.values).map(([name, tracking]) => [name, new Set(tracking.values)]));

  const follows = (pair: string): string | null => {
    const equals = pair.indexOf("=");
    const name = decodeValue(equals === -1 ? pair : pair.slice(0, equals));
    const isTracking =
      names.has(name) ||
      prefixes.some((prefix) => name.startsWith(prefix)) ||
      values.get(name)?.has(pair.slice(equals + 1)) === true;
    return isTracking ? name : null;
  };

  return {
    clean(address) {
      if (address.query === "") return { url: address.url, removed: [] };
      const removed = new Set<string>();
      const stays = address.query.split("&").filter((pair) => {
        const name = follows(pair);
        if (name !== null) removed.add(name);
        return name === null;
      });
      if (removed.size === 0) return { url: address.url, removed: [] };
      const start = address.url.slice(0, address.url.indexOf("?"));
      const query = stays.length === 0 ? "" : `?${stays.join("&")}`;
      const fragment = address.fragment === "" ? "" : `#${address.fragment}`;
      return { url: start + query + fragment, removed: [...removed] };
    },
  };
}
