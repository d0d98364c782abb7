import { imitationFindings } from "../../src/findings/imitation/imitation.ts";
import { catalogue } from "../../src/findings/imitation/catalogue.ts";
import { knownDomains } from "../../src/findings/imitation/known-domains.ts";
import { lookalikeOf } from "../../src/findings/imitation/rules.ts";

const ROUNDS = 9;
const HOSTS = 4_000;
/** As people send them: most with a sub-domain, few with a hyphen. */
const KINDS = [
  (index: number) => `www.city${index}times.com`,
  (index: number) => `blog.haus${index}garten.de`,
  (index: number) => `m.novel${index}.cn`,
  (index: number) => `docs.tool${index}kit.io`,
  (index: number) => `toko${index}bunga.co.id`,
  (index: number) => `nha${index}dep.com.vn`,
  (index: number) => `en.museum-of-town${index}.org`,
  (index: number) => `shop.river${index}.co.uk`,
];

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Processor time for each of `count`, in microseconds. */
function cpuUsOf(count: number, run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

export function bench(print: (line: string) => void): Promise<void> {
  const started = performance.now();
  const known = knownDomains();
  const data = catalogue();
  print(`tables read in ${(performance.now() - started).toFixed(1)} ms, ${data.brands.size} names`);
  const hosts = Array.from({ length: HOSTS }, (_, index) => KINDS[index % KINDS.length]?.(index) ?? "");
  const fresh = () => hosts.forEach((host) => lookalikeOf(host, known, () => data));
  const way = hosts.slice(0, 500).map((host) => [`https://${host}/`]);
  const urls = hosts.map((host) => `https://${host}/`);
  const parsed = () => urls.forEach((url) => new URL(url));
  const seen = () => way.forEach((addresses) => imitationFindings(addresses, () => false));
  fresh();
  seen();
  const costs = { fresh: [0].slice(1), seen: [0].slice(1), parsed: [0].slice(1) };
  for (let round = 0; round < ROUNDS; round += 1) {
    costs.fresh.push(cpuUsOf(hosts.length, fresh));
    costs.seen.push(cpuUsOf(way.length, seen));
    costs.parsed.push(cpuUsOf(urls.length, parsed));
  }
  const ratio = median(costs.fresh) / median(costs.parsed);
  print(`a host not seen before  ${median(costs.fresh).toFixed(2)} µs, ${ratio.toFixed(1)} times \`new URL\` of it`);
  print(`a host seen lately      ${median(costs.seen).toFixed(2)} µs`);
  return Promise.resolve();
}
