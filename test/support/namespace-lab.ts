import { isIP } from "node:net";
import { createImageFetcher } from "../../src/resolve/image-fetcher.ts";
import { createResolver } from "../../src/resolve/resolver.ts";
import type { Resolution } from "../../src/resolve/types.ts";
import { FORBIDDEN_IPV4, FORBIDDEN_IPV6, FORBIDDEN_URLS, PUBLIC_ADDRESSES } from "./hostile-addresses.ts";
import { ENTRANCE, names, openLabNetwork, plainAddress, questions, reached, seen } from "./lab-network.ts";
import { NOTHING_KNOWN } from "./resolve-options.ts";

/**
 * Runs inside a network namespace in which every address on earth is this machine, so that a connection to any of them is made and counted.
 * The resolver stands here as it is shipped: no guard, lookup or limit is given. Prints one line of JSON, a `LabReport`.
 */
export interface LabReport {
  readonly tries: number;
  readonly forbidden: readonly { readonly url: string; readonly reached: readonly string[] }[];
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
    urls.push(`http://n${index}.one${index}.net/`, `http://n${index}.mixed${index}.net/`);
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

  const refusedPublic: { url: string; outcome: string }[] = [];
  for (const [index, address] of PUBLIC_ADDRESSES.entries()) {
    names.set(`p${index}.public${index}.com.cn`, [address]);
    for (const url of [
      `http://${isIP(address) === 6 ? `[${address}]` : address}/`,
      `http://p${index}.public${index}.com.cn/`,
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
  };
  for (const [name, address] of Object.entries(hosts)) {
    names.set(`${name}.example.net`, [address]);
    tls[name] = outcomeOf(await resolver.resolve(`https://${name}.example.net/`));
    if (name === "good") Object.assign(tls, { literal: outcomeOf(await resolver.resolve("https://93.184.216.40/")) });
    if (name === "good") await resolver.resolve("https://good.example.net/again");
  }
  const picture = await images.fetch("https://good.example.net/picture");
  await Promise.all([resolver.close(), images.close()]);
  return {
    picture: picture.kind === "image" ? picture.type : picture.code,
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
