import type { CaseStore } from "../cases.ts";
import { answered, type CaseDialect, type Script, valueOf } from "../script.ts";
import type { UserStore } from "../users.ts";
import { accountsSince } from "./accounts.ts";
import { appeal, complain, complaintById, complaintsOf, withdraw } from "./complaints.ts";
import { effects, endEffects, endings, lastEffect } from "./effects.ts";
import { endEvidence } from "./evidence.ts";
import { figures } from "./figures.ts";
import { complaintRecords, listCases, wholeCase } from "./queue.ts";
import { haveMet, stake } from "./stakes.ts";
import { act, decideUnasked } from "./steps.ts";

/** How a backend runs scripts. It makes each anew where it tries a transaction again. */
export interface ScriptRunner {
  /** Of what is on disk. */
  readonly read: <T>(begin: () => Script<T>) => Promise<T>;
  /** In one transaction, which is on disk when the promise resolves. */
  readonly write: <T>(begin: () => Script<T>) => Promise<T>;
}

/** The part of a store that is scripts alone, the same for every backend. */
export function createCaseStore(
  { read, write }: ScriptRunner,
  dialect: CaseDialect,
): CaseStore & Pick<UserStore, "accountsSince"> {
  /** A refusal wrote nothing, so its transaction goes on. */
  async function decide<T>(begin: () => Script<T>): Promise<T> {
    return valueOf(await write(() => answered(begin())));
  }

  return {
    complain: (complaint, rules) => decide(() => complain(complaint, rules)),
    complaintsOf: (user, before, limit) => read(() => complaintsOf(user, before, limit)),
    complaint: (id) => read(() => complaintById(id)),
    withdraw: (user, id, at) => decide(() => withdraw(user, id, at)),
    appeal: (user, id, note, at) => decide(() => appeal(user, id, note, at)),
    cases: (filter) => read(() => listCases(filter)),
    caseFile: (id) => read(() => wholeCase(id)),
    complaintRecords: (file, users, since) => read(() => complaintRecords(file, users, since)),
    haveMet: (user, other) => read(() => haveMet(user, other, dialect)),
    stake: (id, user, effect) => read(() => stake(id, user, effect, dialect)),
    act: (id, version, step, actor, at) => decide(() => act(id, version, step, { actor, at, dialect })),
    decideUnasked: (decision, version, actor, at) =>
      decide(() => decideUnasked(decision, version, { actor, at, dialect })),
    endEffects: (at, limit) => write(() => endEffects(at, limit)),
    endEvidence: (at) => write(() => endEvidence(at)),
    effects: () => read(effects),
    endings: (before, limit) => read(() => endings(before, limit)),
    figures: (from, to, now) => read(() => figures(from, to, now)),
    lastEffect: () => read(lastEffect),
    accountsSince: (all) => read(() => accountsSince(all)),
  };
}
