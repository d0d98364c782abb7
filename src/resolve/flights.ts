import type { Asker, Party, Turns } from "./turns.ts";

/** Fetches under way, by address: however many want one, it is made once. */
export interface Flights<Answer> {
  /** The answer of the one under way, its turn now this asker's too; null when there is none. */
  join(key: string, asker: Asker): Promise<Answer> | null;
  begin(key: string, asker: Asker): Promise<Answer>;
  /** Waits for all that are under way. */
  landed(): Promise<void>;
}

/** @param fly  Makes a fetch, taking its turns from the party. */
export function createFlights<Answer>(
  turns: Turns,
  fly: (key: string, party: Party) => Promise<Answer>,
): Flights<Answer> {
  const underWay = new Map<string, { readonly party: Party; readonly answer: Promise<Answer> }>();
  return {
    join(key, asker) {
      const running = underWay.get(key);
      running?.party.join(asker);
      return running?.answer ?? null;
    },
    begin(key, asker) {
      const party = turns.party(asker);
      const answer = fly(key, party).finally(() => underWay.delete(key));
      underWay.set(key, { party, answer });
      return answer;
    },
    async landed() {
      await Promise.allSettled([...underWay.values()].map(({ answer }) => answer));
    },
  };
}
