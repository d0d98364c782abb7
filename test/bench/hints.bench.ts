import { batchJson, createSeal, hintJson, readBatch, type Hint } from "../../src/bus/wire.ts";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { drawsFrom } from "../support/draws.ts";

type Print = (line: string) => void;

const SEED = 14;
const SUBJECTS = 64;
const USERS_PER_GATEWAY = 2_000;
const CONVERSATIONS_PER_USER = 10;
/** Messages drawn for one row; what is printed is their mean. */
const SAMPLES = 20_000;
/** What one gateway's people write. */
const PER_GATEWAY_PER_S = [500, 2_500];
const GATEWAYS = [2, 4, 8, 16, 32, 64];
/** Of a busy gateway; smaller ones cost more for each hint. */
const HINTS_PER_BATCH = 10;
const TEXT = "hello, shall we meet at the east gate at seven?";
/** Members of a conversation, and how many of a hundred have so many. */
const SIZES = [
  [2, 80],
  [10, 15],
  [50, 5],
] as const;

/** How people are spread over gateways. */
const PLACEMENTS = ["anywhere", "teams together"] as const;
type Placement = (typeof PLACEMENTS)[number];
/** Who are placed together write to each other so often. */
const WITHIN_TEAM = 0.9;
const TEAM = 50;

interface Conversation {
  readonly subject: number;
  /** Of its members; the first wrote it. */
  readonly homes: readonly number[];
}

interface Row {
  /** Of a message's hints, those that one other gateway gets, and those of them that somebody there is told. Means. */
  readonly broadcast: number;
  readonly bySubject: number;
  readonly addressed: number;
  /** Of {@link SUBJECTS}, those that a gateway needs. */
  readonly subjectsNeeded: number;
}

function conversationOf(draw: () => number, gateways: number, placement: Placement): Conversation {
  const users = gateways * USERS_PER_GATEWAY;
  let left = draw() * 100;
  const size = SIZES.find(([, share]) => (left -= share) < 0)?.[0] ?? 2;
  const first = Math.floor(draw() * users);
  const team = first - (first % TEAM);
  const members = Array.from({ length: size - 1 }, () =>
    placement === "teams together" && draw() < WITHIN_TEAM
      ? team + Math.floor(draw() * TEAM)
      : Math.floor(draw() * users),
  );
  // Names of a team follow each other, and a gateway has whole teams.
  const homeOf = (user: number) =>
    placement === "teams together" ? Math.floor(user / USERS_PER_GATEWAY) : user % gateways;
  return { subject: Math.floor(draw() * SUBJECTS), homes: [first, ...members].map(homeOf) };
}

function simulate(gateways: number, placement: Placement): Row {
  const draw = drawsFrom(SEED);
  const needed = Array.from({ length: gateways }, () => new Set<number>());
  const meanSize = SIZES.reduce((sum, [size, share]) => sum + (size * share) / 100, 0);
  const count = Math.round((gateways * USERS_PER_GATEWAY * CONVERSATIONS_PER_USER) / meanSize);
  const conversations = Array.from({ length: count }, () => conversationOf(draw, gateways, placement));
  for (const { subject, homes } of conversations) for (const home of homes) needed[home]?.add(subject);
  const got = { bySubject: 0, addressed: 0 };
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const { subject, homes } = conversations[Math.floor(draw() * count)] ?? { subject: 0, homes: [0] };
    const [own = 0] = homes;
    got.addressed += new Set(homes).size - 1;
    for (let other = 0; other < gateways; other += 1)
      if (other !== own && needed[other]?.has(subject) === true) got.bySubject += 1;
  }
  return {
    broadcast: (gateways - 1) / gateways,
    bySubject: got.bySubject / SAMPLES / gateways,
    addressed: got.addressed / SAMPLES / gateways,
    subjectsNeeded: needed.reduce((sum, own) => sum + own.size, 0) / gateways,
  };
}

function hintOf(seq: number): Hint {
  const message = {
    conversation: "c:0123456789abcdef01234567",
    kind: "one_to_one" as const,
    seq,
    from: "somebody",
    text: TEXT,
    at: new Date(1_795_000_000_000),
    reportsJson: NO_REPORTS,
    contextJson: null,
    resolutions: null,
    listed: null,
    deletedAt: null,
    event: null,
  };
  return { users: ["somebody", "somebody else"], event: { kind: "message", message, judgedFor: null } };
}

const GATEWAY = "00000000-0000-4000-8000-000000000000";

function batchOf(first: number): string {
  const hints = Array.from({ length: HINTS_PER_BATCH }, (_, index) => hintJson(hintOf(first + index)));
  return batchJson(GATEWAY, first, hints);
}

/** Processor time of taking a hint apart, with the real code: signature, JSON and checks. Microseconds. */
function microsecondsPerHint(): number {
  const seal = createSeal(new TextEncoder().encode("a secret of thirty-two characters"));
  const texts = Array.from({ length: 200 }, (_, index) => seal.sign(batchOf(1_000 + index * HINTS_PER_BATCH)));
  const takeAll = (): number => {
    let hints = 0;
    for (const text of texts) hints += readBatch(seal.open(text) ?? "")?.hints.length ?? 0;
    return hints;
  };
  // Compiled before the clock starts.
  for (let round = 0; round < 10; round += 1) takeAll();
  const before = process.cpuUsage();
  let hints = 0;
  for (let round = 0; round < 20; round += 1) hints += takeAll();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / hints;
}

/** What gateways hear of each other, as their number grows: worked out by drawing conversations, with the size and cost of real hints. */
export async function bench(print: Print): Promise<void> {
  const cost = microsecondsPerHint();
  const bytes = Buffer.byteLength(batchOf(1_000)) / HINTS_PER_BATCH;
  print(
    `a hint of a message: ${bytes.toFixed(0)} bytes, ${cost.toFixed(1)} µs of processor time, ${HINTS_PER_BATCH} a batch`,
  );
  print(
    `${USERS_PER_GATEWAY} people a gateway, ${CONVERSATIONS_PER_USER} conversations each, seed ${SEED}; per gateway and second`,
  );
  for (const placement of PLACEMENTS) {
    print(`people ${placement}`);
    print(
      "  gateways messages/s | broadcast: hints     MB  core useful | 64 subjects: hints needed | to whom it concerns: hints  core",
    );
    for (const perGateway of PER_GATEWAY_PER_S) {
      for (const gateways of GATEWAYS) {
        const { broadcast, bySubject, addressed, subjectsNeeded } = simulate(gateways, placement);
        const all = perGateway * gateways;
        const number = (value: number, width: number) => Math.round(value).toLocaleString("en").padStart(width);
        const core = (share: number) => ((all * share * cost) / 1_000_000).toFixed(2).padStart(5);
        const megabytes = ((all * broadcast * bytes) / 1_000_000).toFixed(1).padStart(6);
        const useful = `${Math.round((addressed / broadcast) * 100)} %`.padStart(6);
        print(
          `  ${number(gateways, 8)} ${number(all, 10)} | ${number(all * broadcast, 16)} ${megabytes} ${core(broadcast)} ${useful} | ${number(all * bySubject, 18)} ${number(subjectsNeeded, 6)} | ${number(all * addressed, 26)} ${core(addressed)}`,
        );
      }
    }
  }
}

if (import.meta.main) await bench((line) => console.log(line));
