import type { Article } from "../resolve/articles/article.ts";
import { gatewayAddress } from "./address.ts";

/** The text of a page as the gateway gives it, and where it stands. */
export interface PageText extends Article {
  readonly url: string;
}

/**
 * Asks the gateway for a page's text.
 *
 * @param address  From `opened.article`.
 * @returns        Null where there is none to be had.
 */
export async function askForText(address: string, signal: AbortSignal): Promise<PageText | null> {
  try {
    const answer = await fetch(gatewayAddress(address), { signal });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page trusts the gateway it came from and carries no schema
    return answer.ok ? ((await answer.json()) as PageText) : null;
  } catch {
    return null;
  }
}
