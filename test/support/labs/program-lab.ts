import type { LinkReport } from "../../../src/report/report.ts";
import { FORBIDDEN_IPV4, FORBIDDEN_IPV6, FORBIDDEN_URLS } from "../doubles/hostile-addresses.ts";
import { ENTRANCE, names, openLabNetwork, reached, seen } from "./lab-network.ts";
import { checkTexts, createEnds, withGateway } from "./lab-program.ts";

/**
 * Runs inside a network namespace where every address on earth is this machine. The program stands here as it is shipped: `hutong check`
 * and `hutong serve` are processes started with options that anybody can give. Prints one line of JSON, a `ProgramLabReport`.
 */
export interface ProgramLabReport {
  readonly links: number;
  /** Places reached by `hutong check` that must not be. */
  readonly byCheck: readonly string[];
  /** Outcomes of links that only an unguarded program could follow: anything but `failed` opens in place one day. */
  readonly followedByCheck: readonly string[];
  readonly byGateway: readonly string[];
  readonly followedByGateway: readonly string[];
  /** What links to public pages came to, directly and by a redirect. */
  readonly publicPages: readonly unknown[];
  /** HTTP statuses of pictures: on a public host, and on a name that leads inside. */
  readonly pictures: readonly number[];
  readonly proxyConnections: number;
}

const SETTINGS = ["--resolve", "all", "--proxy-filters"];

function hostileLinks(): string[] {
  // In a text `blob:http://8.8.8.8/x` is a word before an ordinary link.
  const urls = FORBIDDEN_URLS.filter((url) => !url.startsWith("blob:"));
  for (const [index, address] of [...FORBIDDEN_IPV4, ...FORBIDDEN_IPV6].entries()) {
    names.set(`n${index}.one${index}.net`, [address]);
    names.set(`n${index}.mixed${index}.net`, ["8.8.8.8", address]);
    urls.push(`http://n${index}.one${index}.net/`, `http://n${index}.mixed${index}.net/`);
  }
  return [...urls, ...urls.map((url) => `http://entrance.example.net/?to=${encodeURIComponent(url)}`)];
}

const isWrong = (place: string) => place !== `${ENTRANCE}:80`;
const isFollowed = ({ resolution }: LinkReport) => resolution.status !== "failed" && resolution.skipped === null;
const told = ({ link, resolution }: LinkReport) => `${link.value}: ${resolution.status}`;

async function tryCheck(links: readonly string[]) {
  reached.length = 0;
  const found = (await checkTexts(links, SETTINGS)).flat().filter(({ link }) => link.kind === "web");
  return { places: reached.filter(isWrong), followed: found.filter(isFollowed).map(told) };
}

function tryGateway(links: readonly string[]) {
  return withGateway(SETTINGS, async ({ http, enter }) => {
    const client = enter("alice");
    const endOf = createEnds();
    client.on("link", ({ seq, index, report }) => endOf(`${seq} ${index}`).resolve(report));
    await client.ready();
    reached.length = 0;
    /** The final reports of a message's links. */
    const follow = async (text: string): Promise<LinkReport[]> => {
      const sent = await client.send("bob", text);
      return Promise.all(
        sent.links.map(async (report, index) =>
          report.resolution.status === "provisional" ? endOf(`${sent.seq} ${index}`).promise : report,
        ),
      );
    };
    const reports: LinkReport[] = [];
    for (let at = 0; at < links.length; at += 5) reports.push(...(await follow(links.slice(at, at + 5).join(" "))));
    const places = reached.filter(isWrong);
    const publicPages = (
      await follow("https://good.example.net/ http://entrance.example.net/?to=https%3A%2F%2Fgood.example.net%2F")
    ).map(({ resolution: { status, page, finalUrl } }) => [status, page?.title, finalUrl]);
    const pictures: number[] = [];
    for (const image of ["https://good.example.net/picture", "http://n1.one1.net/picture"]) {
      const [pictured] = await follow(`http://entrance.example.net/?image=${encodeURIComponent(image)}`);
      pictures.push((await fetch(http + (pictured?.resolution.page?.image ?? "/none"))).status);
    }
    places.push(...reached.filter((place) => /^(?:127|10|192\.168)\./u.test(place)));
    const web = reports.filter(({ link }) => link.kind === "web");
    return { places, followed: web.filter(isFollowed).map(told), publicPages, pictures };
  });
}

async function run(): Promise<ProgramLabReport> {
  await openLabNetwork();
  names.set("entrance.example.net", [ENTRANCE]);
  names.set("good.example.net", ["93.184.216.40"]);
  const links = hostileLinks();
  const check = await tryCheck(links);
  const gateway = await tryGateway(links);
  return {
    links: links.length,
    byCheck: check.places,
    followedByCheck: check.followed,
    byGateway: gateway.places,
    followedByGateway: gateway.followed,
    publicPages: gateway.publicPages,
    pictures: gateway.pictures,
    proxyConnections: seen.proxyConnections,
  };
}

console.log(JSON.stringify(await run()));
process.exit(0);
