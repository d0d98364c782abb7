import { Resolver } from "node:dns/promises";
import { FetchFailure } from "../types.ts";

/**
 * Every address of a name, IPv6 and IPv4, in the order to try them.
 *
 * @throws {FetchFailure} `dns` when there is none, `timeout` when no name server said anything or `signal` fires first.
 */
export type LookupName = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

const QUERY_TIMEOUT_MS = 1_500;
const QUERY_TRIES = 2;
/** How long an answer of one family waits for the other's, whose servers may never say anything. RFC 8305, section 3, has 50 ms at least. */
const RESOLUTION_DELAY_MS = 300;
/** A name with thousands of addresses would make this machine a scanner. */
const MAX_ADDRESSES = 64;

/**
 * Asks the name servers of the machine. Not `getaddrinfo`, for two reasons.
 * It blocks one of four worker threads until a stranger's name server answers.
 * It also reads names of the local network from files and multicast.
 */
export const lookupName: LookupName = async (name, signal) => {
  const resolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });
  const cancel = () => resolver.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    // The dot makes the name absolute, so that no search domain of the machine is tried.
    const faults: unknown[] = [];
    const answers = [resolver.resolve6(`${name}.`), resolver.resolve4(`${name}.`)].map((answer) =>
      answer.catch((error: unknown): string[] => {
        faults.push(error);
        return [];
      }),
    );
    const addresses = (await together(answers)).flat();
    if (addresses.length > 0 && addresses.length <= MAX_ADDRESSES) return addresses;
    // Silence says nothing of the name, whoever's patience ends first: the resolver's own tries or the chain's budget.
    if (signal.aborted || (addresses.length === 0 && faults.every(isSilence)))
      throw new FetchFailure("timeout", "the name servers did not answer in time");
    throw new FetchFailure(
      "dns",
      addresses.length === 0 ? "the name has no address" : "the name has too many addresses",
    );
  } finally {
    signal.removeEventListener("abort", cancel);
    cancel();
  }
};

/** c-ares gave up waiting for its servers. Source: https://nodejs.org/api/dns.html#error-codes */
function isSilence(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ETIMEOUT";
}

/** All answers; but once one names an address, those that come no later than a moment after it. */
async function together(answers: readonly Promise<string[]>[]): Promise<string[][]> {
  const come = new Map<number, string[]>();
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const noted = answers.map(async (answer, index) => {
    const addresses = await answer;
    come.set(index, addresses);
    if (addresses.length > 0) timer ??= setTimeout(resolve, RESOLUTION_DELAY_MS);
  });
  await Promise.race([Promise.all(noted), enough]);
  clearTimeout(timer);
  return answers.map((_answer, index) => come.get(index) ?? []);
}
