import { isIP } from "node:net";
import { createImageFetcher } from "../../../src/resolve/images/image-fetcher.ts";
import { createResolver } from "../../../src/resolve/resolver.ts";
import type { Resolution } from "../../../src/resolve/types.ts";
import { FORBIDDEN_IPV4, FORBIDDEN_IPV6, FORBIDDEN_URLS, PUBLIC_ADDRESSES } from "../doubles/hostile-addresses.ts";
import {
  aliases,
  ENTRANCE,
  names,
  openLabNetwork,
  plainAddress,
  questions,
  reached,
  seen,
  silent,
  WAYS_ON,
} from "./lab-network.ts";
import { NOTHING_KNOWN } from "../doubles/resolve-options.ts";

/**
 * Runs inside a network namespace in which every address on earth is this machine, so that a connection to any of them is made and counted.
 * The resolver stands here as it is shipped: no guard, lookup or limit is given. Prints one line of JSON, a `LabReport`.
 */
export interface LabReport {
  readonly tries: number;
  readonly forbidden: readonly { readonly url: string; readonly reached: readonly string[] }[];
  /** Ways on that lead to a public page. */
  readonly followed: readonly string[];
  /** From http to https to http: whether each step lost https, and where it ended. */
  readonly downgrades: readonly (boolean | string)[];
  /** Outcomes for a name that is unknown, one without an address, one with a hundred, one whose server says nothing. */
  readonly dns: readonly string[];
  /** Outcome for a name with an IPv4 address whose server says nothing of IPv6, in less time than is waited for a name server. */
  readonly halfSilent: string;
  /** When 700 bytes are allowed: outcomes of a small page, of one over TLS, and of nothing over TLS. */
  readonly withinBytes: readonly string[];
  readonly refusedPublic: readonly { readonly url: string; readonly outcome: string }[];
  readonly rebinding: { readonly reached: readonly string[]; readonly questions: number };
  readonly tls: Readonly<Record<string, string>>;
  /** Server name and version of the good TLS connection. */
  readonly hello: string;
  readonly proxyConnections: number;
  /** Type of the picture fetched over the good TLS connection. */
  readonly picture: string;
}

const outcomeOf = ({ failure, httpStatus }: Resolution) => failure?.code ?? String(httpStatus);

async function run(): Promise<LabReport> {
  await openLabNetwork();
  const userAgent = "Hutong/test (contact: test@example.com)";
  const resolver = createResolver({ mode: "all", known: NOTHING_KNOWN, userAgent });
  const images = createImageFetcher({ userAgent });
  names.set("entrance.example.net", [ENTRANCE]);

  const urls = [...FORBIDDEN_URLS];
  for (const [index, address] of [...FORBIDDEN_IPV4, ...FORBIDDEN_IPV6].entries()) {
    names.set(`n${index}.one${index}.net`, [address]);
    names.set(`n${index}.mixed${index}.net`, ["8.8.8.8", address]);
    aliases.set(`n${index}.alias${index}.net`, `n${index}.one${index}.net`);
    urls.push(...["one", "mixed", "alias"].map((kind) => `http://n${index}.${kind}${index}.net/`));
  }
  const forbidden: { url: string; reached: string[] }[] = [];
  let tries = 0;
  for (const url of urls) {
    for (const asked of [url, `http://entrance.example.net/?to=${encodeURIComponent(url)}`]) {
      for (const ask of [() => resolver.resolve(asked), () => images.fetch(asked)]) {
        tries += 1;
        reached.length = 0;
        await ask();
        const wrong = reached.filter((place) => place !== `${ENTRANCE}:80` || asked === url);
        if (wrong.length > 0 || (asked !== url && reached.length === 0)) forbidden.push({ url: asked, reached: wrong });
      }
    }
  }

  const inside = [
    "http://127.0.0.1/",
    "http://169.254.169.254/",
    "https://[fd00::1]/",
    "http://n3.one3.net/",
    "//10.0.0.1:80/",
    String.raw`\\10.0.0.1\x`,
    String.raw`http:\\10.0.0.1`,
    String.raw`/\10.0.0.1/`,
  ];
  const followed = new Set<string>();
  for (const by of WAYS_ON) {
    const on = (to: string) => `http://entrance.example.net/?by=${by}&to=${encodeURIComponent(to)}`;
    for (const url of inside.map(on)) {
      tries += 1;
      reached.length = 0;
      await resolver.resolve(url);
      const wrong = reached.filter((place) => place !== `${ENTRANCE}:80`);
      if (wrong.length > 0 || reached.length === 0) forbidden.push({ url, reached: wrong });
    }
    if ((await resolver.resolve(on("http://8.8.8.8/"))).finalUrl === "http://8.8.8.8/") followed.add(by);
  }

  const refusedPublic: { url: string; outcome: string }[] = [];
  for (const [index, address] of PUBLIC_ADDRESSES.entries()) {
    names.set(`p${index}.public${index}.com.cn`, [address]);
    aliases.set(`a${index}.alias${index}.com.cn`, `p${index}.public${index}.com.cn`);
    for (const url of [
      `http://${isIP(address) === 6 ? `[${address}]` : address}/`,
      `http://p${index}.public${index}.com.cn/`,
      `http://a${index}.alias${index}.com.cn/`,
    ]) {
      reached.length = 0;
      const outcome = outcomeOf(await resolver.resolve(url));
      if (outcome !== "200" || reached.join() !== `${plainAddress(address)}:80`) refusedPublic.push({ url, outcome });
    }
  }

  // The first answer is public, every later one is loopback.
  names.set("rebind.example.net", (question) => [question === 0 ? "93.184.216.50" : "127.0.0.1"]);
  reached.length = 0;
  await resolver.resolve("http://rebind.example.net/");
  const rebinding = { reached: [...reached], questions: questions.get("rebind.example.net 1") ?? 0 };

  const tls: Record<string, string> = {};
  const hosts = {
    good: "93.184.216.40",
    stranger: "93.184.216.41",
    "other-name": "93.184.216.42",
    old: "93.184.216.43",
    plain: "93.184.216.44",
    expired: "93.184.216.45",
  };
  for (const [name, address] of Object.entries(hosts)) {
    names.set(`${name}.example.net`, [address]);
    tls[name] = outcomeOf(await resolver.resolve(`https://${name}.example.net/`));
    if (name === "good") Object.assign(tls, { literal: outcomeOf(await resolver.resolve("https://93.184.216.40/")) });
    if (name === "good") await resolver.resolve("https://good.example.net/again");
  }
  const plainAgain = `http://entrance.example.net/?to=${encodeURIComponent("http://8.8.8.8/")}`;
  const secure = `https://good.example.net/?to=${encodeURIComponent(plainAgain)}`;
  const { hops, finalUrl } = await resolver.resolve(`http://entrance.example.net/?to=${encodeURIComponent(secure)}`);
  const downgrades = [...hops.map(({ downgrade }) => downgrade === true), finalUrl];

  names.set(
    "many.example.net",
    Array.from({ length: 100 }, (_, index) => `93.184.215.${index}`),
  );
  names.set("empty.example.net", []);
  silent.add("silent.example.net");
  const dns = await Promise.all(
    ["unknown", "empty", "many", "silent"].map(async (name) =>
      outcomeOf(await resolver.resolve(`http://${name}.example.net/`)),
    ),
  );
  names.set("half.example.net", ["93.184.216.61"]);
  silent.add("half.example.net 28");
  const hurried = createResolver({ mode: "all", known: NOTHING_KNOWN, userAgent, totalTimeoutMs: 1_400 });
  const halfSilent = outcomeOf(await hurried.resolve("http://half.example.net/"));
  // Less than the certificate takes.
  const stingy = createResolver({ mode: "all", known: NOTHING_KNOWN, userAgent, maxWireBytes: 700 });
  const withinBytes = await Promise.all(
    ["http://entrance.example.net/", "https://good.example.net/", "https://good.example.net/silent"].map(async (url) =>
      outcomeOf(await stingy.resolve(url)),
    ),
  );
  const picture = await images.fetch("https://good.example.net/picture");
  await Promise.all([resolver.close(), images.close()]);
  return {
    picture: picture.kind === "image" ? picture.type : picture.code,
    followed: [...followed],
    downgrades,
    halfSilent,
    withinBytes,
    dns,
    tries,
    forbidden,
    refusedPublic,
    rebinding,
    tls,
    hello: seen.hello,
    proxyConnections: seen.proxyConnections,
  };
}

console.log(JSON.stringify(await run()));
process.exit(0);
