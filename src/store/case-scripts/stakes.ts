import { z } from "zod";
import * as cases from "../../cases/case.ts";
import type { Actor, CaseFile, Stake } from "../../cases/types.ts";
import type { CaseActor } from "../cases.ts";
import { digestOf } from "../revocations.ts";
import { rowOf, rowsOf, type CaseDialect, type Script } from "../script.ts";
import { fileById, fileOf, oneRow, stateRow } from "./file.ts";

/** A token that has expired or was revoked gives no role any more. */
export function* actorIn(
  file: CaseFile,
  { user, roles, token }: CaseActor,
  at: Date,
  dialect: CaseDialect,
): Script<Actor> {
  const isGood = token === null || (token.expiresAt > at && !(yield* isRevoked(user, token)));
  return { user, roles: isGood ? roles : [], ...(yield* stakeIn(file, user, dialect)) };
}

export function* stake(id: string, user: string, dialect: CaseDialect): Script<Stake> {
  const file = yield* fileById(id);
  return file === null ? { isConcerned: false, hasBlocked: false } : yield* stakeIn(file, user, dialect);
}

function* stakeIn(file: CaseFile, user: string, dialect: CaseDialect): Script<Stake> {
  return { isConcerned: yield* concerns(file, user, dialect), hasBlocked: yield* hasBlocked(file, user) };
}

/** Whether somebody decided what blocks the link of a case: an entry of a case about its host or one above, or on one above. */
function* hasBlocked({ subject, direction }: CaseFile, user: string): Script<boolean> {
  if (subject.kind !== "link" || direction === "harmful") return false;
  const host = subject.entry.replace(/^https?:\/\//iu, "").replace(/[/?#].*$/su, "");
  const labels = host.split(".");
  const names = labels.map((_label, index) => labels.slice(index).join("."));
  const rows = yield* rowsOf(
    stateRow,
    `SELECT f.state FROM case_effect e JOIN case_file f ON f.id = e.case_id
     WHERE e.effect IS NOT NULL AND f.direction = 'harmful'
       AND (f.host IN (${names.map(() => "?").join(", ")}) OR ${names.map(() => "e.effect LIKE ?").join(" OR ")})`,
    ...names,
    ...names.map((name) => `%"entry":${JSON.stringify(name)}%`),
  );
  return rows.some(({ state }) => {
    const decision = cases.effectOf(fileOf(state))?.decision;
    return decision?.by === user || decision?.confirmedBy === user;
  });
}

/** Whether two are or were in one conversation. */
export function* haveMet(user: string, other: string, { memberUser }: CaseDialect): Script<boolean> {
  const met = yield* rowOf(
    oneRow,
    `SELECT 1 AS one FROM member m JOIN member o ON o.conversation = m.conversation
     WHERE m.${memberUser} = ? AND o.${memberUser} = ? LIMIT 1`,
    user,
    other,
  );
  return met !== null;
}

/** Whether somebody complained in a case, wrote what it is about, is in one of its conversations, or is whom it is about. */
function* concerns(file: CaseFile, user: string, dialect: CaseDialect): Script<boolean> {
  const isOwn = file.subject.kind === "user" && file.subject.user === user;
  const concerned = yield* rowOf(
    oneRow,
    `SELECT 1 AS one FROM complaint k WHERE k.case_id = ? AND (k.user_id = ? OR k.about_user = ? OR k.conversation IN (
       SELECT c.id FROM member m JOIN conversation c ON c.row = m.conversation WHERE m.${dialect.memberUser} = ?))
     LIMIT 1`,
    file.id,
    user,
    user,
    user,
  );
  return isOwn || concerned !== null;
}

function* isRevoked(user: string, { issuedAt, tokenId }: NonNullable<CaseActor["token"]>): Script<boolean> {
  const sql = "SELECT at FROM revocation WHERE kind = ? AND digest = ?";
  const atRow = z.object({ at: z.number() });
  if (tokenId !== null && (yield* rowOf(atRow, sql, "token", digestOf(tokenId))) !== null) return true;
  const ofUser = yield* rowOf(atRow, sql, "user", digestOf(user));
  return ofUser !== null && (issuedAt === null || issuedAt.getTime() <= ofUser.at);
}
