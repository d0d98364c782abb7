import { gatewayAddress } from "./address.ts";
import { element } from "./elements.ts";
import { words } from "./language.ts";
import { demoSignIn, MODERATOR_TOKEN } from "./session.ts";
import { inTab } from "./kept.ts";

/** The way to what this gateway tells of itself, in English. */
export const docsLink = (): HTMLElement =>
  element("a", { href: gatewayAddress("/docs/"), hreflang: "en" }, words().list.documentation);

/** The way to the moderators' page, hidden but for whom it lets in: a role in the token, or whoever is at the machine. */
export function consoleLink(token: string): HTMLElement {
  const link = element("a", { href: gatewayAddress("/console"), hidden: true }, words().list.console);
  if (hasRole(token)) {
    link.hidden = false;
    link.addEventListener("click", () => {
      if (inTab.getItem(MODERATOR_TOKEN) === null) inTab.setItem(MODERATOR_TOKEN, token);
    });
  } else void demoSignIn().then((who) => (link.hidden = who !== "this_machine"));
  return link;
}

/** What the token says of its user; the gateway decides by itself. */
function hasRole(token: string): boolean {
  try {
    const body = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const claims: unknown = JSON.parse(atob(body));
    if (typeof claims !== "object" || claims === null || !("roles" in claims)) return false;
    return Array.isArray(claims.roles) && claims.roles.length > 0;
  } catch {
    return false;
  }
}
