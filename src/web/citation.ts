import { pageAddress } from "./address.ts";
import { element } from "./elements.ts";
import { icon } from "./icons.ts";
import { aside, langOf, words } from "./language.ts";

/** A source by its title, which leads to it in a tab of its own; by its title alone where it has no page. */
export function citation({ title, url }: { title: string; url: string }): Node {
  const target = pageAddress(url);
  const lang = langOf(title, "en");
  if (target === null) return element("span", { lang }, title);
  return element(
    "a",
    { href: target, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" },
    element("span", { lang }, title),
    icon("out"),
    element("span", { class: "sr-only" }, aside(words().card.newTab)),
  );
}
