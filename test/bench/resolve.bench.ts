import { createServer, type Server } from "node:http";
import { Client } from "undici";
import { createFetchHead } from "../../src/resolve/fetch-head.ts";
import { createGuard, type Guard } from "../../src/resolve/guard.ts";
import { resolveLink, DEFAULT_LIMITS } from "../../src/resolve/resolve-link.ts";
import { NOTHING_KNOWN } from "../support/resolve-options.ts";

const ROUNDS = 7;
const REQUESTS = 400;
const AT_ONCE = 16;
const SLOW_PAGES = 500;
const PAGE = `<!doctype html><html><head><title>一件卫衣</title><meta property="og:title" content="一件卫衣">${"<meta name=a content=b>".repeat(40)}</head><body>${"x".repeat(8_000)}</body></html>`;

const shipped = createGuard();
/** Does all the work of the shipped guard for a public name and address, then lets loopback through, where the server of this run is. */
const measuredGuard: Guard = {
  judgeUrl: () => shipped.judgeUrl(new URL("http://www.example.com/a/page?id=1")),
  isAllowedAddress: () => shipped.isAllowedAddress("93.184.216.34"),
};
const lookup = () => Promise.resolve(["127.0.0.1"]);
const userAgent = "Hutong/bench";

async function serve(answer: Parameters<typeof createServer>[1]): Promise<{ server: Server; port: number }> {
  const server = createServer(answer);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", 1_024, resolve);
  await promise;
  const address = server.address();
  return { server, port: typeof address === "object" && address !== null ? address.port : 0 };
}

async function perSecond(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  let left = REQUESTS;
  const worker = async () => {
    while (left-- > 0) await run();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return (REQUESTS * 1_000) / (performance.now() - started);
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function speed(print: (line: string) => void): Promise<void> {
  const { server, port } = await serve((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(PAGE);
  });
  const url = new URL(`http://www.example.com:${port}/a/page?id=1`);
  const fetchHead = createFetchHead({ ...DEFAULT_LIMITS, guard: measuredGuard, lookup, userAgent });
  const limits = { signal: new AbortController().signal, maxWireBytes: DEFAULT_LIMITS.maxWireBytes };
  const runs = {
    bare: async () => {
      const client = new Client(`http://127.0.0.1:${port}`, { allowH2: false });
      const answer = await client.request({ method: "GET", path: "/a/page?id=1", reset: true });
      for await (const _chunk of answer.body);
      await client.destroy();
    },
    guarded: async () => {
      const answer = await fetchHead(url, { ...limits, signal: new AbortController().signal });
      for await (const _chunk of answer.body);
      answer.close();
    },
    whole: async () => {
      await resolveLink(url, { guard: measuredGuard, lookup, mode: "all", known: NOTHING_KNOWN, userAgent });
    },
  };
  const rates: Record<keyof typeof runs, number[]> = { bare: [], guarded: [], whole: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of ["bare", "guarded", "whole"] as const) {
      const rate = await perSecond(runs[name]);
      // The first round warms up.
      if (round > 0) rates[name].push(rate);
    }
  }
  server.closeAllConnections();
  server.close();
  const [bare, guarded, whole] = [median(rates.bare), median(rates.guarded), median(rates.whole)];
  print(`  undici Client alone, a connection each   ${Math.round(bare).toLocaleString("en").padStart(8)} requests/s`);
  print(
    `  through guard and pinned connection      ${Math.round(guarded).toLocaleString("en").padStart(8)} requests/s (${((bare / guarded - 1) * 100).toFixed(1)} % more time)`,
  );
  print(`  resolveLink, page read and card made     ${Math.round(whole).toLocaleString("en").padStart(8)} links/s`);
}

async function memory(print: (line: string) => void): Promise<void> {
  const { server, port } = await serve((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.write(`<html><head>${"<meta name=a content=b>".repeat(500)}`);
    const timer = setInterval(() => response.write(" "), 200);
    response.once("close", () => clearInterval(timer));
  });
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const options = {
    guard: measuredGuard,
    lookup,
    mode: "all" as const,
    known: NOTHING_KNOWN,
    userAgent,
    totalTimeoutMs: 4_000,
  };
  const urls = Array.from({ length: SLOW_PAGES }, (_, index) => `http://www.example.com:${port}/${index}`);
  const ends = await Promise.all(urls.map((url) => resolveLink(url, options)));
  clearInterval(watch);
  server.closeAllConnections();
  server.close();
  const cut = ends.filter(({ failure }) => failure?.code === "timeout").length;
  print(
    `  ${SLOW_PAGES} slow pages at once, ${cut} cut by their budget: ${((peak - before) / 2 ** 20).toFixed(0)} MiB more at the peak, the server of this run included`,
  );
}

/** Resolves per second, what the guard costs beside undici alone in the same run, memory while many slow pages are open. */
export async function bench(print: (line: string) => void): Promise<void> {
  // Memory first: the other part leaves a heap that has room for this one.
  await memory(print);
  await speed(print);
}

if (import.meta.main) await bench((line) => console.log(line));
