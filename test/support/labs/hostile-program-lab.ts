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
/** Each on a site of its own: what a site does to its own links is its own affair. */
const linkTo = (name: string) => `http://www.hostile-${name}.com:${PORT}/${name}`;
/** The registry knows the app address that this one redirects to, and goes on to its page, which no name server knows here. */
const KNOWN_TO_THE_REGISTRY: Readonly<Record<string, string>> = { "redirect-to-app": "dns" };
const outcomeOf = ({ resolution }: LinkReport) =>
  resolution.failure?.code ?? resolution.httpStatus ?? resolution.skipped;

function unexpected(reports: ReadonlyMap<string, LinkReport | undefined>): string[] {
  return [...reports].flatMap(([name, report]) => {
    const wanted = KNOWN_TO_THE_REGISTRY[name] ?? BEHAVIOURS[name]?.outcome;
    const found = report === undefined ? "no report" : outcomeOf(report);
    return found === wanted ? [] : [`${name}: ${found}, not ${wanted}`];
  });
}

async function tryCheck(behaviours: readonly string[]): Promise<string[]> {
  const reports = await checkTexts(behaviours.map(linkTo), SETTINGS);
  return unexpected(new Map(behaviours.map((name, index) => [name, reports[index]?.[0]])));
}

function tryGateway(behaviours: readonly string[]) {
  return withGateway(SETTINGS, async ({ enter }) => {
    const [reader, stranger] = [enter("reader"), enter("stranger")];
    const senders = behaviours.map((_, index) => enter(`sender${index}`));
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
    await Promise.all(senders.map((sender, index) => sender.send("reader", linkTo(behaviours[index] ?? ""))));
    const ordinaryLink = `http://ordinary.example.org:${PORT}/plain`;
    await stranger.send("reader", ordinaryLink);
    const ordinary = outcomeOf(await endOf(ordinaryLink).promise);
    const reports = await Promise.all(
      behaviours.map(async (name) => [name, await endOf(linkTo(name)).promise] as const),
    );
    return { byGateway: unexpected(new Map(reports)), ordinary };
  });
}

async function run(): Promise<HostileLabReport> {
  await listenDns();
  names.set("hostile.example.com", ["93.184.216.60"]);
  names.set("ordinary.example.org", ["93.184.216.61"]);
  const upstream = await openHostileUpstream(PORT, "::");
  const behaviours = Object.keys(BEHAVIOURS);
  for (const name of behaviours) names.set(`www.hostile-${name}.com`, ["93.184.216.60"]);
  const byCheck = await tryCheck(behaviours);
  const gateway = await tryGateway(behaviours);
  return { behaviours: behaviours.length, byCheck, ...gateway, open: upstream.open() };
}

console.log(JSON.stringify(await run()));
process.exit(0);
