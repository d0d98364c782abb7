import { gatewayAddress } from "./address.ts";
import { locale } from "./language.ts";
import { storedToken } from "./session.ts";

/**
 * Asks the gateway why something was decided.
 *
 * @param id  From `complaint.statement`.
 * @returns   A sentence each, in the page's language; null where the gateway gives none.
 */
export async function askForStatement(id: string): Promise<readonly string[] | null> {
  try {
    const answer = await fetch(gatewayAddress(`/v1/statements/${encodeURIComponent(id)}?locale=${locale()}`), {
      headers: { authorization: `Bearer ${storedToken() ?? ""}` },
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page trusts the gateway it came from and carries no schema
    return answer.ok ? ((await answer.json()) as { readonly text: readonly string[] }).text : null;
  } catch {
    return null;
  }
}
