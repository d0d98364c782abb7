import { networkInterfaces } from "node:os";
import { describe, expect, test } from "vitest";
import { openRegistry } from "../../../src/apps/registry.ts";
import { appHosts, openGuards, type GuardReason } from "../../../src/findings/lists/guards.ts";
import { readSharedHosts, readTopSites } from "../../../src/findings/lists/guarded-sites.ts";
import type { ListFormat } from "../../../src/findings/lists/formats/formats.ts";
import { ListRefused } from "../../../src/findings/lists/formats/read.ts";
import { checkList, emptyReport, readList } from "../../../src/findings/lists/read-list.ts";
import { sourceText } from "../../../src/findings/lists/source-file.ts";

const guards = openGuards({
  own: ["chat.shop.example"],
  apps: appHosts(openRegistry().apps()),
  warned: ["warned.example"],
});
const options = (format: ListFormat) => ({ format, subdomains: null, guards, nowMs: 0 });
const guardFor = (format: ListFormat, text: string) => {
  const report = emptyReport();
  const taken = [...readList(sourceText(text), options(format), report)].length;
  return report.refused.first[0]?.guard ?? (taken === 1 ? "taken" : "skipped");
};

describe("no list names as a whole", () => {
  test.each<[ListFormat, string, GuardReason | "taken" | "skipped"]>([
    ["adblock", "||com^", "public_suffix"],
    ["adblock", "||co.uk^", "public_suffix"],
    ["domains", "*.com.cn", "public_suffix"],
    ["domains", "github.io", "top_site"],
    ["domains", "netlify.app", "public_suffix"],
    ["domains", "me.netlify.app", "taken"],
    ["urls", "https://netlify.app/", "public_suffix"],
    ["urls", "https://netlify.app/x", "taken"],
    ["domains", "printer", "public_suffix"],
    ["domains", "localhost", "this_machine"],
    ["domains", "nas.local", "this_machine"],
    ["urls", "http://127.0.0.1:8080/", "this_machine"],
    ["domains", "[::1]", "this_machine"],
    ["hosts", "0.0.0.0 localhost", "skipped"],
    ["domains", "chat.shop.example", "own_host"],
    ["hosts", "0.0.0.0 chat.shop.example", "own_host"],
    ["domains", "shop.example", "own_host"],
    ["hosts", "0.0.0.0 shop.example", "taken"],
    ["urls", "https://chat.shop.example/evil", "taken"],
    ["domains", "item.taobao.com", "registered_app"],
    ["domains", "weixin.qq.com", "registered_app"],
    ["domains", "paypal.com", "registered_app"],
    ["hosts", "0.0.0.0 www.accuweather.com", "top_site"],
    ["domains", "accuweather.com", "top_site"],
    ["domains", "accuweather.com.evil.example", "taken"],
    ["domains", "sub.accuweather.com", "below_site"],
    ["urls", "https://sub.accuweather.com/hacked", "taken"],
    ["urls", "https://www.accuweather.com", "top_site"],
    ["urls", "https://www.accuweather.com/hacked", "taken"],
    ["domains", "warned.example", "warninglist"],
    ["adblock", "@@||accuweather.com^", "taken"],
    ["domains", "evil.example", "taken"],
    ["domains", "203.0.113.77", "taken"],
  ])("%s: %s is %s", (format, text, reason) => {
    expect(guardFor(format, text)).toBe(reason);
  });

  // Lines of romainmarcoux/malicious-domains (openphish, phishtank) and jarelllama/Scam-Blocklist of 2026-08-22.
  test.each<[ListFormat, string, GuardReason | "taken"]>([
    ["domains", "sites.google.com", "shared_host"],
    ["domains", "docs.google.com", "registered_app"],
    ["domains", "storage.cloud.google.com", "shared_host"],
    ["hosts", "0.0.0.0 storage.googleapis.com", "shared_host"],
    ["urls", "https://storage.googleapis.com/", "shared_host"],
    ["urls", "https://storage.googleapis.com/loginx9/index.html", "taken"],
    ["domains", "storage.googleapis.com/loginx9", "taken"],
    ["domains", "loginx9.storage.googleapis.com", "taken"],
    ["domains", "dl.dropboxusercontent.com", "shared_host"],
    ["domains", "raw.githubusercontent.com", "shared_host"],
    // What senders of letters link to, for all who send by them, and a proxy before sites of others.
    ["domains", "list-manage.com", "shared_host"],
    ["urls", "https://sendgrid.net/", "shared_host"],
    ["hosts", "0.0.0.0 beehiiv.com", "shared_host"],
    ["domains", "mcas.ms", "shared_host"],
    ["domains", "loginx9.beehiiv.com", "taken"],
    ["domains", "login-microsoftonline-com.mcas.ms", "taken"],
    ["domains", "cdn.discordapp.com", "shared_host"],
    ["domains", "drive.google.com", "registered_app"],
    ["domains", "forms.gle", "registered_app"],
    ["domains", "1drv.ms", "registered_app"],
    ["domains", "t.me", "registered_app"],
    ["domains", "telegra.ph", "registered_app"],
    ["domains", "s3.amazonaws.com", "public_suffix"],
    ["domains", "blob.core.windows.net", "public_suffix"],
    ["domains", "web.app", "public_suffix"],
    ["domains", "objectstorage.ap-tokyo-1.oraclecloud.com", "below_site"],
    ["domains", "weebly.com", "shared_host"],
    ["domains", "00-utu-fi.weebly.com", "taken"],
    ["domains", "it-support-teams.b-cdn.net", "taken"],
    ["domains", "b-cdn.net", "top_site"],
    ["domains", "hochiminh69.wordpress.com", "taken"],
    ["adblock", "||wordpress.com^", "registered_app"],
    ["rpz", "*.wordpress.com CNAME .", "registered_app"],
    ["domains", "czwcvfbc.page.link", "taken"],
    ["domains", "exoduswallet01.tumblr.com", "taken"],
    ["domains", "central-supportdesk.zendesk.com", "taken"],
    ["domains", "rootinge.ukwest.cloudapp.azure.com", "taken"],
    ["domains", "netorg4215735-my.sharepoint.com", "taken"],
    ["domains", "wuhancoronavirustracker-693c1.firebaseio.com", "taken"],
    ["domains", "del.dhl.com", "below_site"],
    ["domains", "dhl.com", "copied_name"],
    ["hosts", "0.0.0.0 www.dhl.com", "copied_name"],
    ["domains", "auth.scotiaonline.scotiabank.com", "below_site"],
    ["domains", "login.xfinity.com", "below_site"],
    ["domains", "outlook.live.com", "registered_app"],
    ["domains", "support.metamask.io", "below_site"],
    ["urls", "https://outlook.live.com/owa/x.html", "taken"],
    ["domains", "dhl.com.evil.example", "taken"],
    ["domains", "del-dhl.com", "taken"],
    ["domains", "someone.github.io", "taken"],
  ])("%s: %s, as lists have it, is %s", (format, text, reason) => {
    expect(guardFor(format, text)).toBe(reason);
  });

  test("any host that many share, and any domain that lends names", () => {
    const { hosts, lending } = readSharedHosts();
    expect([...hosts, ...lending].filter((host) => guardFor("domains", host) === "taken")).toEqual([]);
    expect(lending.filter((domain) => guardFor("domains", `customer-7.east.${domain}`) !== "taken")).toEqual([]);
  });

  test("an address of this machine", () => {
    const address = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
    if (address !== undefined) expect(guardFor("domains", address)).toBe("this_machine");
  });

  test("any of 1,000 sites, which are all hosts", () => {
    expect(readTopSites()).toHaveLength(1_000);
    expect(readTopSites().map((host) => guardFor("domains", host))).not.toContain("taken");
  });
});

describe("a list", () => {
  const bad = ["com", "co.uk", "localhost", "accuweather.com", "chat.shop.example"];

  test("with four guarded hosts loses those lines, named", () => {
    const report = checkList(sourceText(["evil.example", ...bad.slice(0, 4)].join("\n")), options("domains"), false);
    expect(report).toMatchObject({ entries: 1, refused: { count: 4 } });
    expect(report.refused.first.map(({ line, host }) => `${line} ${host}`)).toEqual([
      "2 com",
      "3 co.uk",
      "4 localhost",
      "5 accuweather.com",
    ]);
  });

  test("[T20] with five is held back whole, unless it is forced, and even then loses those lines", () => {
    const text = ["evil.example", ...bad].join("\n");
    expect(() => checkList(sourceText(text), options("domains"), false)).toThrow(
      "5 lines name what no list may name as a whole: line 2 names com (public_suffix)",
    );
    expect(checkList(sourceText(text), options("domains"), true)).toMatchObject({ entries: 1, refused: { count: 5 } });
  });

  test("that names one guarded host again and again has one mistake, and loses those lines", () => {
    const again = ["com", "com:8443", "COM", "https://com/", "com.", ".com"];
    const report = checkList(sourceText(["evil.example", ...again].join("\n")), options("domains"), false);
    expect(report).toMatchObject({ entries: 1, refused: { count: 6 } });
    const many = Array.from({ length: 21 }, () => "com").join("\n");
    expect(() => checkList(sourceText(`evil.example\n${many}`), options("domains"), false)).toThrow(
      "21 lines name what no list may name as a whole: line 2 names com (public_suffix)",
    );
  });

  test("of addresses may hold some parts of sites and shared hosts by mistake, and loses those lines", () => {
    const parts = [
      "sites.google.com",
      "del.dhl.com",
      "auth.scotiaonline.scotiabank.com",
      "login.xfinity.com",
      "rentry.co",
    ];
    const read = (evil: number) => {
      const lines = [...parts, ...Array.from({ length: evil }, (_, at) => `evil${at}.example`)];
      return checkList(sourceText(lines.join("\n")), options("domains"), false);
    };
    expect(read(500)).toMatchObject({ entries: 500, refused: { count: 5 } });
    expect(() => read(499)).toThrow("5 lines name what no list may name as a whole: line 1 names sites.google.com");
  });

  test("of hosts is not charged with the lines that every hosts file has", () => {
    const usual = ["127.0.0.1 localhost", "::1 localhost", "::1 ip6-localhost", "0.0.0.0 0.0.0.0", "127.0.0.1 local"];
    const text = [...usual, "255.255.255.255 broadcasthost", "fe80::1%lo0 localhost", "0.0.0.0 evil.example"].join(
      "\n",
    );
    expect(checkList(sourceText(text), options("hosts"), false)).toMatchObject({
      entries: 1,
      skipped: {},
      refused: { count: 0 },
    });
  });

  test.each<[string, string]>([
    ["nothing", ""],
    ["comments alone", "# a list\n# of nothing\n"],
    ["nothing that can be read", "<p>\n<b>\n"],
  ])("of %s is not taken", (_what, text) => {
    expect(() => checkList(sourceText(text), options("domains"), false)).toThrow(ListRefused);
  });

  test("of refused and skipped lines alone tells each reason and line", () => {
    const text = "sites.google.com\n<p>\n";
    expect(() => checkList(sourceText(text), options("domains"), false)).toThrow(
      /skipped 1 .*: line 2; refused line 1: sites\.google\.com as a whole \(shared host\)/u,
    );
  });

  test("covers sub-domains or not, as is asked for", () => {
    const coversOf = (subdomains: boolean | null) =>
      [...readList(sourceText("evil.example"), { ...options("domains"), subdomains }, emptyReport())][0]?.covers;
    expect([coversOf(null), coversOf(true), coversOf(false)]).toEqual(["subdomains", "subdomains", "host"]);
    const belowOf = (subdomains: boolean | null) =>
      [...readList(sourceText("*.evil.example"), { ...options("domains"), subdomains }, emptyReport())][0]?.covers;
    expect([belowOf(null), belowOf(true), belowOf(false)]).toEqual([
      "subdomains_only",
      "subdomains",
      "subdomains_only",
    ]);
  });

  test("asked to cover sub-domains cannot so name what is above a guarded host", () => {
    const report = emptyReport();
    const source = sourceText("0.0.0.0 shop.example");
    expect([...readList(source, { ...options("hosts"), subdomains: true }, report)]).toEqual([]);
    expect(report.refused.first[0]?.guard).toBe("own_host");
  });
});
