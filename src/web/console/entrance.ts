import type { Locale } from "../../policy/types.ts";
import { button, element } from "../elements.ts";
import { gatewayAddress } from "../address.ts";
import { docsLink } from "../other-places.ts";
import { pastedToken } from "../session.ts";
import { languageSelect } from "../sign-in-view.ts";
import { says } from "./language.ts";

/** Why the console is not shown. */
export type WhyNot = "refused" | "expired" | "noRole" | "unreachable";

interface EntranceParts {
  /** Why one is asked again; null: the first time. */
  readonly because: WhyNot | null;
  readonly onToken: (token: string) => void;
  readonly onLocale: (locale: Locale) => void;
}

/** Where a moderator brings a token. It is never part of an address. */
export function entrance({ because, onToken, onLocale }: EntranceParts): HTMLElement {
  const text = says().signIn;
  const token = element("textarea", {
    id: "token",
    rows: 4,
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": "token-hint token-error",
  });
  const send = () => {
    const given = pastedToken(token.value);
    if (given === "") token.focus();
    else onToken(given);
  };
  token.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    send();
  });
  return element(
    "main",
    { class: "sign-in" },
    element(
      "div",
      { class: "welcome" },
      element("img", { src: gatewayAddress("/web/gate.svg"), alt: "", width: 96, height: 96 }),
      element("h1", {}, text.title),
      element("p", { class: "tagline" }, text.lead),
    ),
    element(
      "div",
      { class: "entrance" },
      element("label", { for: "token" }, text.token),
      token,
      element("p", { id: "token-hint", class: "hint" }, text.hint),
      element(
        "p",
        { id: "token-error", class: "error", role: "alert" },
        because !== null && (because === "unreachable" ? says().told.unreachable : text[because]),
      ),
      button([text.submit], send, { class: "primary wide" }),
      languageSelect(onLocale),
      docsLink(),
    ),
  );
}
