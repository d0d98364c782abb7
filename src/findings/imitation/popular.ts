import { POPULAR } from "./data/popular.ts";

/** Places that a domain marks. */
const MARKS = 5;

let filter: Uint8Array | null = null;

/** Whether a domain is among those that many people visit. One in a hundred others passes for such a one. */
export function isPopular(domain: string): boolean {
  filter ??= Buffer.from(POPULAR, "base64");
  const bits = filter;
  return placesOf(domain, bits.length * 8).every((place) => ((bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0);
}

/** A Bloom filter over domains, in base64. */
export function popularFilter(domains: readonly string[]): string {
  const bits = new Uint8Array(Math.ceil((domains.length * 10) / 8));
  for (const domain of domains)
    for (const place of placesOf(domain, bits.length * 8))
      bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
  return Buffer.from(bits).toString("base64");
}

/** Two hashes make all places: Kirsch and Mitzenmacher, "Less Hashing, Same Performance". */
function placesOf(domain: string, size: number): number[] {
  const first = fnv1a(domain, 0x811c9dc5);
  const second = fnv1a(domain, 0x9747b28c) | 1;
  return Array.from({ length: MARKS }, (_, mark) => ((first + Math.imul(mark, second)) >>> 0) % size);
}

function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
