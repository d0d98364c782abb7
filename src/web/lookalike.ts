import type { LookalikeHost } from "../findings/types.ts";
import type { LinkReport } from "../report/report.ts";
import { element } from "./elements.ts";
import { icon } from "./icons.ts";
import { labelled, words } from "./language.ts";

/** The hosts of a link that look like others, in the order of its way. */
function lookalikesOf({ findings }: LinkReport): LookalikeHost[] {
  return findings.flatMap(({ lookalike, excepted }) =>
    lookalike === undefined || excepted !== undefined ? [] : [lookalike],
  );
}

function likeness({ of }: LookalikeHost): string {
  const { looksLike, isDisguised } = words().card;
  return of === null ? isDisguised : looksLike(of);
}

/** Behind an address in a text: what it is, in words; null when it looks like no other. */
export function lookalikeMark(report: LinkReport): HTMLElement | null {
  const [first] = lookalikesOf(report);
  if (first === undefined) return null;
  return element("span", { class: "likeness" }, icon("alert"), element("bdi", {}, likeness(first)));
}

/** On a card: whom each host looks like, and the host as it is, the part that its owner registered in bold. */
export function lookalikeLines(report: LinkReport): HTMLElement[] {
  return lookalikesOf(report).map((lookalike) => {
    const { host, domain } = lookalike;
    const said = likeness(lookalike);
    return element(
      "p",
      { class: "likeness" },
      icon("alert"),
      element(
        "span",
        {},
        `${said.charAt(0).toLocaleUpperCase()}${said.slice(1)}${words().marks.stop}${labelled(words().card.realAddress, "")}`,
        element(
          "bdi",
          { class: "address", dir: "ltr", translate: "no" },
          host.slice(0, host.length - domain.length),
          element("strong", {}, domain),
        ),
      ),
    );
  });
}
