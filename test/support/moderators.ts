import type { Role } from "../../src/access/roles.ts";
import { signToken } from "../../src/access/tokens.ts";

/** That signs the tokens of a gateway in these tests. */
export const SECRET = "x".repeat(32);

export const tokenOf = (user: string, roles: readonly Role[] = []): Promise<string> =>
  signToken(user, new TextEncoder().encode(SECRET), 3_600, new Date(), { roles });

/** Asks a gateway over HTTP with a token; with a body by POST. @param version  Of a case, for If-Match; a text as it stands. */
export async function askAs(
  url: URL,
  { user, roles }: { readonly user: string; readonly roles: readonly Role[] },
  body?: object,
  version?: number | string,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = {
    authorization: `Bearer ${await tokenOf(user, roles)}`,
    "content-type": "application/json",
    ...(version !== undefined && { "if-match": typeof version === "string" ? version : `"${version}"` }),
  };
  const asked = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(url, asked);
  return { status: answer.status, body: await answer.json() };
}
