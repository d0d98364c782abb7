import type { LinkReport } from "../../../src/report/report.ts";
import { BEHAVIOURS, openHostileUpstream } from "./hostile-upstream.ts";
import { listenDns, names } from "./lab-network.ts";
import { checkTexts, createEnds, withGateway } from "./lab-program.ts";

/**
 * Runs inside a network namespace where every address on earth is this machine, which does everything a hostile web server can do. The
 * program stands here as it is shipped: `hutong check` and `hutong serve` are processes of their own. Prints one line of JSON, a
 * `HostileLabReport`.
 */
export interface HostileLabReport {
  readonly behaviours: number;
  /** What came of each behaviour otherwise than it must. */
  readonly byCheck: readonly string[];
  readonly byGateway: readonly string[];
  /** What became of an ordinary link that another user sent while all hostile ones were followed. */
  readonly ordinary: unknown;
  /** Connections still open when all was over. */
  readonly open: number;
}

const PORT = 8080;
const SETTINGS = ["--resolve", "all", "--alternative-ports", "--proxy-filters"];
/** The program's own time for a link is short for a machine that stalls: what ran out of it is tried again, alone. */
const MOST_TRIES = 5;
/** Each on a site of its own, at each try: what a site does to its own links is its own affair. */
const hostOf = (name: string, tried: number) => `www.hostile-${name}${tried === 0 ? "" : `-${tried}`}.com`;
const linkTo = (name: string, tried: number) => `http://${hostOf(name, tried)}:${PORT}/${name}`;
/** The registry knows the app address that this one redirects to, and goes on to its page, which no name server knows here. */
const KNOWN_TO_THE_REGISTRY: Readonly<Record<string, string>> = { "redirect-to-app": "dns" };
const outcomeOf = ({ resolution }: LinkReport) =>
  resolution.failure?.code ?? resolution.httpStatus ?? resolution.skipped;

/** @param follow  What comes of the links, in their order. */
async function unexpected(
  behaviours: readonly string[],
  follow: (links: readonly string[]) => Promise<readonly (LinkReport | undefined)[]>,
): Promise<string[]> {
  const reports = await follow(behaviours.map((name) => linkTo(name, 0)));
  const wrong: string[] = [];
  for (const [index, name] of behaviours.entries()) {
    const wanted = KNOWN_TO_THE_REGISTRY[name] ?? BEHAVIOURS[name]?.outcome;
    const mostTries = wanted === "timeout" ? 1 : MOST_TRIES;
    let report = reports[index];
    for (let tried = 1; tried < mostTries && isLate(report); tried += 1) [report] = await follow([linkTo(name, tried)]);
    const found = report === undefined ? "no report" : outcomeOf(report);
    if (found !== wanted) wrong.push(`${name}: ${found}, not ${wanted}`);
  }
  return wrong;
}

const isLate = (report: LinkReport | undefined) => report !== undefined && outcomeOf(report) === "timeout";

function tryCheck(behaviours: readonly string[]): Promise<string[]> {
  return unexpected(behaviours, async (links) => (await checkTexts(links, SETTINGS)).map(([report]) => report));
}

function tryGateway(behaviours: readonly string[]) {
  return withGateway(SETTINGS, async ({ enter }) => {
    const [reader, stranger] = [enter("reader"), enter("stranger")];
    const senders = behaviours.map((_, index) => enter(`sender${index}`));
    const follow = async (links: readonly string[]) => {
      await Promise.all(
        senders.slice(0, links.length).map((sender, index) => sender.send("reader", links[index] ?? "")),
      );
      return Promise.all(links.map((link) => endOf(link).promise));
    };
    const texts = new Map<string, string>();
    const endOf = createEnds();
    reader.on("message", ({ conversation, seq, text, links }) => {
      texts.set(`${conversation} ${seq}`, text);
      if (links[0] !== undefined && links[0].resolution.status !== "provisional") endOf(text).resolve(links[0]);
    });
    reader.on("link", ({ conversation, seq, report }) =>
      endOf(texts.get(`${conversation} ${seq}`) ?? "").resolve(report),
    );
    await reader.ready();
    const byGateway = unexpected(behaviours, follow);
    const ordinaryLink = `http://ordinary.example.org:${PORT}/plain`;
    await stranger.send("reader", ordinaryLink);
    const ordinary = outcomeOf(await endOf(ordinaryLink).promise);
    return { byGateway: await byGateway, ordinary };
  });
}

async function run(): Promise<HostileLabReport> {
  await listenDns();
  names.set("hostile.example.com", ["93.184.216.60"]);
  names.set("ordinary.example.org", ["93.184.216.61"]);
  const upstream = await openHostileUpstream(PORT, "::");
  const behaviours = Object.keys(BEHAVIOURS);
  for (const name of behaviours)
    for (let tried = 0; tried < MOST_TRIES; tried += 1) names.set(hostOf(name, tried), ["93.184.216.60"]);
  const byCheck = await tryCheck(behaviours);
  const gateway = await tryGateway(behaviours);
  return { behaviours: behaviours.length, byCheck, ...gateway, open: upstream.open() };
}

console.log(JSON.stringify(await run()));
process.exit(0);
