import { canonicalAddress } from "./canonical-address.ts";
import { covers } from "./entry.ts";
import { lastingException } from "./list-findings.ts";
import type { ListException } from "./list-source.ts";
import type { Excepted, ThreatLists } from "./threat-lists.ts";

/** The operator's exceptions, by what they cover. */
export interface OperatorExceptions {
  readonly isEmpty: boolean;
  /** Those that cover an address, ended ones among them. */
  readonly covering: (address: string | URL) => readonly ListException[];
  /** As {@link ThreatLists.exceptionFor}. */
  readonly exceptionFor: (address: string | URL) => Excepted | null;
}

const NONE: readonly ListException[] = [];

/** @param now  Tells which have ended; milliseconds since 1970. */
export function operatorExceptions(exceptions: readonly ListException[], now: () => number): OperatorExceptions {
  const byHost = Map.groupBy(exceptions, ({ entry }) => entry.host);
  const covering = (text: string | URL): readonly ListException[] => {
    const address = byHost.size === 0 ? null : canonicalAddress(text);
    if (address === null) return NONE;
    const found: ListException[] = [];
    for (let { host } = address; host !== ""; host = host.includes(".") ? host.slice(host.indexOf(".") + 1) : "") {
      for (const exception of byHost.get(host) ?? NONE) if (covers(exception.entry, address)) found.push(exception);
    }
    return found;
  };
  return {
    isEmpty: byHost.size === 0,
    covering,
    exceptionFor: (address) => lastingException(covering(address), now()),
  };
}

/** What the operator excepts where there is no list. */
export function exceptionsAlone(exceptions: readonly ListException[], now: () => number): ThreatLists {
  const { isEmpty, exceptionFor } = operatorExceptions(exceptions, now);
  return { isEmpty, match: () => [], exceptionFor };
}
