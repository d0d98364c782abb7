import { z } from "zod";
import * as cases from "../../cases/case.ts";
import type { Actor, CaseFile, Effect, Stake } from "../../cases/types.ts";
import { canonicalAddress } from "../../findings/lists/canonical-address.ts";
import { covers, type ListEntry } from "../../findings/lists/entry.ts";
import { writtenEntry } from "../../findings/lists/written-entry.ts";
import type { CaseActor } from "../cases.ts";
import { digestOf } from "../revocations.ts";
import { rowOf, rowsOf, type CaseDialect, type Script } from "../script.ts";
import { fileById, fileOf, oneRow, stateRow } from "./file.ts";

/** As `subjectKey` begins of a link. */
const LINK_SUBJECT = "link ";
const HAS_SCHEME = /^https?:\/\//iu;

/** A token that has expired or was revoked gives no role any more. */
export function* actorIn(
  file: CaseFile,
  { user, roles, token }: CaseActor,
  effect: Effect | null,
  { at, dialect }: { readonly at: Date; readonly dialect: CaseDialect },
): Script<Actor> {
  const isGood = token === null || (token.expiresAt > at && !(yield* isRevoked(user, token)));
  return { user, roles: isGood ? roles : [], ...(yield* stakeIn(file, user, effect, dialect)) };
}

/** @param effect  That is to be decided in it: what it names concerns somebody as the case does. */
export function* stake(id: string, user: string, effect: Effect | null, dialect: CaseDialect): Script<Stake> {
  const file = yield* fileById(id);
  if (file === null) return { isConcerned: false, hasBlocked: false };
  return yield* stakeIn(file, user, effect, dialect);
}

function* stakeIn(file: CaseFile, user: string, effect: Effect | null, dialect: CaseDialect): Script<Stake> {
  const isConcerned = (yield* concerns(file, user, dialect)) || (yield* reachesOwn(effect, user, dialect));
  return { isConcerned, hasBlocked: yield* hasBlocked(file, user) };
}

/** Whether an effect names what a case is about that concerns somebody: their complaint, their link, their conversation. */
function* reachesOwn(effect: Effect | null, user: string, { memberUser }: CaseDialect): Script<boolean> {
  const entry = effect === null || effect.kind === "suspend" ? null : entryOf(effect.entry);
  if (entry === null) return false;
  const rows = yield* rowsOf(
    z.object({ subject: z.string() }),
    `SELECT DISTINCT f.subject FROM complaint k JOIN case_file f ON f.id = k.case_id
     WHERE k.host IS NOT NULL AND (k.user_id = ? OR k.about_user = ? OR k.conversation IN (
       SELECT c.id FROM member m JOIN conversation c ON c.row = m.conversation WHERE m.${memberUser} = ?))`,
    user,
    user,
    user,
  );
  return rows.some(({ subject }) => {
    const own = subject.startsWith(LINK_SUBJECT) ? subject.slice(LINK_SUBJECT.length) : "";
    const address = canonicalAddress(HAS_SCHEME.test(own) ? own : `https://${own}`);
    if (address === null) return false;
    // Of a host whatever is named of it is a part.
    return HAS_SCHEME.test(own) ? covers(entry, address) : isAtOrBelow(address.host, entry.host);
  });
}

/** Whether somebody took part in what blocks the link of a case: an entry on its host or one above. */
function* hasBlocked({ subject, direction }: CaseFile, user: string): Script<boolean> {
  if (subject.kind !== "link" || direction === "harmful") return false;
  const host = entryOf(subject.entry)?.host ?? "";
  const labels = host.split(".");
  const names = labels.map((_label, index) => labels.slice(index).join("."));
  const rows = yield* rowsOf(
    stateRow,
    `SELECT f.state FROM case_effect e JOIN case_file f ON f.id = e.case_id
     WHERE e.host IN (${names.map(() => "?").join(", ")}) AND e.effect IS NOT NULL AND f.direction = 'harmful'`,
    ...names,
  );
  return rows.some(({ state }) => {
    const blocking = cases.effectOf(fileOf(state));
    return blocking !== null && cases.tookPart(blocking.decision, user);
  });
}

function entryOf(text: string): ListEntry | null {
  return writtenEntry(text, { line: 1, isException: false });
}

function isAtOrBelow(host: string, parent: string): boolean {
  return host === parent || host.endsWith(`.${parent}`);
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
