import pg from "pg";
import { BOT_USER } from "../../src/chat/ids.ts";
import type { ClusterDevice } from "./cluster-device.ts";

/** What is asked of a device at the end. */
export type Device = Pick<ClusterDevice, "user" | "name" | "isPatient" | "told" | "faults" | "tales">;

/** Where an acknowledgement said that a message is. */
export interface Acknowledged {
  readonly conversation: string;
  readonly seq: number;
  readonly at: string;
}

export interface Kept {
  readonly seq: number;
  readonly sender: string;
  readonly key: string;
  readonly text: string;
  readonly at: number;
  readonly isDeleted: boolean;
}

/** What the database holds, read from its tables. */
export interface Truth {
  /** By conversation, by number. */
  readonly messages: ReadonlyMap<string, readonly Kept[]>;
  /** Last update number, by conversation. */
  readonly updates: ReadonlyMap<string, number>;
  readonly conversationsOf: ReadonlyMap<string, readonly string[]>;
  /** Questions that nobody has answered yet. */
  readonly openQuestions: number;
}

/** What contradicts the promises. */
export interface ClusterFaults {
  /** Acknowledged, and not stored where the acknowledgement says. */
  readonly lost: number;
  /** One text stored twice, or told twice to one device. */
  readonly twice: number;
  /** Numbers without a message, times that go back, a device's messages in another order than written, told out of order. */
  readonly unordered: number;
  /** Messages, deletions and texts that a device lacks or has otherwise than they are stored. */
  readonly incomplete: number;
  /** Questions to the bot that stand and have no answer, questions with more than one, and answers to nothing. */
  readonly unanswered: number;
  /** Refusals for good, and restarts of the positions. */
  readonly refused: number;
}

export async function readTruth(url: string): Promise<Truth> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: messages } = await client.query<Omit<Kept, "seq" | "at"> & { id: string; seq: string; at: string }>(
      `SELECT c.id, m.seq, m.sender, m.key, m.text, m.at, m.deleted_at IS NOT NULL AS "isDeleted"
       FROM message m JOIN conversation c ON c.row = m.conversation ORDER BY m.conversation, m.seq`,
    );
    const { rows: members } = await client.query<{ user_id: string; id: string; last_update: string }>(
      "SELECT m.user_id, c.id, c.last_update FROM member m JOIN conversation c ON c.row = m.conversation",
    );
    const { rows: questions } = await client.query("SELECT 1 FROM question");
    return {
      messages: Map.groupBy(
        messages.map((row) => ({ ...row, seq: Number(row.seq), at: Number(row.at) })),
        ({ id }) => id,
      ),
      updates: new Map(members.map(({ id, last_update: update }) => [id, Number(update)])),
      conversationsOf: new Map(
        [...Map.groupBy(members, ({ user_id: user }) => user)].map(([user, own]) => [user, own.map(({ id }) => id)]),
      ),
      openQuestions: questions.length,
    };
  } finally {
    await client.end();
  }
}

/** What of a device differs from what is stored; empty when it was told everything. */
export function differencesOf(device: Pick<Device, "user" | "told">, truth: Truth): string[] {
  const found: string[] = [];
  const own = new Set(truth.conversationsOf.get(device.user));
  for (const id of device.told.keys()) if (!own.has(id)) found.push(`${id} is not stored`);
  for (const id of own) {
    const kept = truth.messages.get(id) ?? [];
    const { texts = [] } = device.told.get(id) ?? {};
    if (texts.length !== kept.length) found.push(`${id}: told to ${texts.length} of ${kept.length}`);
    for (const [index, { text, isDeleted }] of kept.slice(0, texts.length).entries())
      if (texts[index] !== (isDeleted ? null : text)) found.push(`${id}: ${index + 1} is told otherwise`);
  }
  return found;
}

/** Acknowledged, and not where the acknowledgement says. What is missing once comes no more. */
export function lostOf(truth: Truth, acknowledged: Iterable<readonly [string, Acknowledged]>): string[] {
  const found: string[] = [];
  for (const [key, { conversation, seq, at }] of acknowledged) {
    const kept = truth.messages.get(conversation)?.[seq - 1];
    if (kept?.key === key && kept.seq === seq && new Date(kept.at).toISOString() === at) continue;
    found.push(`lost: ${key} at ${conversation} ${seq}`);
  }
  return found;
}

/**
 * What is wrong with the answers in a conversation with the bot. A question that was deleted may have been answered before, or
 * not: what it asked is gone. An answer is deleted by nobody.
 */
function wrongAnswersIn(id: string, kept: readonly Kept[]): string[] {
  const answers = new Map<string, number>();
  for (const { sender, key } of kept) if (sender === BOT_USER) answers.set(key, (answers.get(key) ?? 0) + 1);
  const found: string[] = [];
  for (const { seq, sender, isDeleted } of kept) {
    if (sender === BOT_USER) continue;
    const key = `answer-${id}-${seq}`;
    const count = answers.get(key) ?? 0;
    answers.delete(key);
    if (count !== 1 && !(count === 0 && isDeleted)) found.push(`unanswered: ${id} ${seq} has ${count} answers`);
  }
  for (const key of answers.keys()) found.push(`unanswered: ${key} answers no question`);
  return found;
}

/** Compares what was promised with what is stored, and what devices were told with both. */
export function clusterFaultsOf(
  truth: Truth,
  acknowledged: ReadonlyMap<string, Acknowledged>,
  devices: readonly Device[],
): ClusterFaults & { readonly tales: readonly string[] } {
  const tales = devices.flatMap((device) => device.tales);
  const sum = (of: (device: Device) => number): number => devices.reduce((total, device) => total + of(device), 0);

  /** What is said again after a refusal may be behind what was said meanwhile. */
  const patient = new Set(devices.filter(({ isPatient }) => isPatient).map(({ user, name }) => `${user}-${name}`));
  const lost = lostOf(truth, acknowledged);
  tales.push(...lost);
  let twice = sum(({ faults }) => faults.twice);
  let unordered = sum(({ faults }) => faults.unordered);
  for (const [id, kept] of truth.messages) {
    const keys = new Set<string>();
    const writtenBy = new Map<string, number>();
    let before = 0;
    for (const [index, { seq, sender, key, at }] of kept.entries()) {
      if (keys.has(`${sender} ${key}`)) twice += 1;
      keys.add(`${sender} ${key}`);
      const [, device, number] = /^(.+)-(\d+)$/u.exec(key) ?? [];
      const isWritten = device !== undefined && patient.has(device);
      const isBack = isWritten && Number(number) <= (writtenBy.get(device) ?? -1);
      if (isWritten) writtenBy.set(device, Number(number));
      if (seq !== index + 1 || at < before || isBack) {
        unordered += 1;
        tales.push(`unordered: ${key} at ${id} ${seq}`);
      }
      before = Math.max(before, at);
    }
  }
  const withBot = new Set(truth.conversationsOf.get(BOT_USER));
  const wrong = [...truth.messages].flatMap(([id, kept]) => (withBot.has(id) ? wrongAnswersIn(id, kept) : []));
  tales.push(...wrong);
  const differences = devices.flatMap((device) =>
    differencesOf(device, truth).map((each) => `incomplete: ${device.user} ${device.name}: ${each}`),
  );
  tales.push(...differences);
  const refused = sum(({ faults }) => faults.refused);
  return {
    lost: lost.length,
    twice,
    unordered,
    incomplete: differences.length,
    // Told twice where an answer is missing and its question still waits: it is one question.
    unanswered: Math.max(wrong.length, truth.openQuestions),
    refused,
    tales,
  };
}
