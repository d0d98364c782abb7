import { createResolver } from "../../../src/resolve/resolver.ts";
import { LOOPBACK_OPTIONS } from "../doubles/resolve-options.ts";

// Resolves the addresses of its arguments, several rounds of them, with the limits of the shipped resolver on how many are under way, and
// prints by how many bytes this process grew after the first round, which loads and warms up all there is, and at most in between.
const ROUNDS = 6;
const urls = process.argv.slice(2);
const resolver = createResolver({ ...LOOPBACK_OPTIONS, totalTimeoutMs: 1_000 });
const round = () => Promise.all(urls.map((url) => resolver.resolve(url, { maxAgeMs: 0 })));

await round();
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20);
for (let index = 1; index < ROUNDS; index++) await round();
clearInterval(watch);
await resolver.close();
console.log(JSON.stringify({ growth: process.memoryUsage.rss() - before, peak: peak - before }));
