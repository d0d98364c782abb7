import { isSink } from "./hosts.ts";
import { hostName } from "./host-name.ts";
import type { ReadFormat, Read } from "./read.ts";

const RULE = /^(address|server|local)=\/(.*)\/([^/]*)$/u;

/**
 * Settings of dnsmasq: `address=/a.example/0.0.0.0`, `server=/a.example/` and `local=/a.example/` cover sub-domains;
 * `server=/a.example/#` is an exception. Domains that are sent to a resolver or another address are skipped.
 */
export const readDnsmasq: ReadFormat = function* readDnsmasq(source) {
  for (const item of source.numbered()) {
    if ("skipped" in item) {
      yield item;
      continue;
    }
    const text = item.text.replace(/(?:^|\s)#.*$/u, "").trim();
    if (text !== "") yield* settingLine(text, item.line);
  }
};

function* settingLine(text: string, line: number): Generator<Read> {
  const [, setting = "", domains = "", value = ""] = RULE.exec(text) ?? [];
  if (setting === "") {
    yield { skipped: "unknown_form", line };
    return;
  }
  const isException = setting !== "address" && value === "#";
  const isBlock = value === "" || (setting === "address" && (value === "#" || isSink(value)));
  for (const domain of domains.split("/")) {
    if (domain === "#") yield { skipped: "everything", line };
    else if (!isException && !isBlock) yield { skipped: "redirect", line };
    else {
      const isBelow = domain.startsWith("*.");
      const host = hostName(isBelow ? domain.slice(2) : domain.replace(/^\./u, ""));
      if (host === null) yield { skipped: domain.slice(1).includes("*") ? "wildcard" : "not_a_host", line };
      else yield { covers: isBelow ? "subdomains_only" : "subdomains", host, port: "any", isException, line };
    }
  }
}
