import { describe, expect, test } from "vitest";
import { entryText, type ListEntry } from "../../../src/findings/lists/entry.ts";
import { guessFormat, LIST_FORMATS, type ListFormat } from "../../../src/findings/lists/formats/formats.ts";
import { ListRefused } from "../../../src/findings/lists/formats/read.ts";
import { emptyReport, readList } from "../../../src/findings/lists/read-list.ts";
import { sourceText } from "../../../src/findings/lists/source-file.ts";

const unguarded = { guardOf: () => null };
const NOW_MS = Date.parse("2026-11-28T08:00:00Z");

/** An entry in one word: `@` an exception, `!` an important one, `=` the host alone, `+` sub-domains, `*.` those alone, `~` a prefix. */
function wordOf(entry: ListEntry): string {
  const sign = { host: "=", subdomains: "+", subdomains_only: "", prefix: "~", page: "", query: "" }[entry.covers];
  return `${entry.line}:${entry.isException ? "@" : ""}${entry.isImportant === true ? "!" : ""}${sign}${entryText(entry)}`;
}

function read(format: ListFormat, text: string) {
  const report = emptyReport();
  const options = { format, subdomains: null, guards: unguarded, nowMs: NOW_MS };
  const entries = [...readList(sourceText(text), options, report)];
  const skipped = Object.fromEntries(Object.entries(report.skipped).map(([reason, { first }]) => [reason, first]));
  return { entries: entries.map(wordOf), skipped, whole: entries, report };
}

describe("a hosts file", () => {
  test("names hosts alone, and says nothing of this machine", () => {
    const { entries, skipped, report } = read(
      "hosts",
      [
        "# Last modified: 2026-11-28",
        "127.0.0.1 localhost localhost.localdomain",
        "::1 ip6-localhost ip6-loopback",
        "fe80::1%lo0 localhost",
        "255.255.255.255 broadcasthost",
        "0.0.0.0 0.0.0.0",
        "0.0.0.0 Evil.Example # a comment\r",
        "\t127.0.0.1\ta.example  b.example",
        ":: 恶意.example",
        "0.0.0.0 *.c.example",
        "0.0.0.0 http://d.example/",
        "0.0.0.0 e.example:80",
        "93.184.216.34 www.elsewhere.example",
        "f.example",
        "0.0.0.0",
        "0.0.0.0 bad\u0000.example",
        "0.0.0.0 under_score.example",
      ].join("\n"),
    );
    expect(entries).toEqual([
      "7:=evil.example",
      "8:=a.example",
      "8:=b.example",
      "9:=xn--5bu4m.example",
      "17:=under_score.example",
    ]);
    expect(skipped).toEqual({
      wildcard: [10],
      not_a_host: [11, 12],
      redirect: [13],
      unknown_form: [14],
      control_character: [16],
    });
    expect(report.version).toBe("2026-11-28");
  });
});

describe("a list of domains", () => {
  test("covers sub-domains, and what says more is taken as it says", () => {
    const { entries, skipped } = read(
      "domains",
      [
        "# a list",
        "! another comment",
        "evil.example",
        "EVIL2.example. # why",
        ".dot.example",
        "*.wild.example",
        "*",
        "a.*.example",
        "恶意.example",
        "port.example:8443",
        "me@user.example",
        "path.example/a/b",
        "https://page.example/x",
        "203.0.113.9",
        "[2001:db8::2]",
        "two words.example",
        "bad^host",
        `${"a".repeat(70_000)}.example`,
        "last.example",
        "203.0.113.0/24",
        "2001:db8::/32",
        "mailto:me@mail.example",
        "fus?on.example",
        "whole.example/x?a=1",
        "-sso.hyphen.example",
        "@mail.example",
        "@@allowed.example",
        "/evil\\.example/i",
        "/only/a/path",
        "1.2.3.4-1.2.3.9",
        "me@user.example/page",
      ].join("\r\n"),
    );
    expect(entries).toEqual([
      "3:+evil.example",
      "4:+evil2.example",
      "5:+dot.example",
      "6:*.wild.example",
      "9:+xn--5bu4m.example",
      "10:+port.example:8443",
      "12:~path.example/a/b",
      "13:page.example/x",
      "14:+203.0.113.9",
      "15:+[2001:db8::2]",
      "19:+last.example",
      "24:~whole.example/x?a=1",
      "25:+-sso.hyphen.example",
      "31:~user.example/page",
    ]);
    expect(skipped).toEqual({
      wildcard: [8],
      email_address: [11, 26],
      unknown_form: [16, 27],
      not_a_host: [17, 22, 23, 29],
      too_long: [18],
      range: [20, 21, 30],
      regular_expression: [28],
    });
  });

  test.for(["urls", "domains", "adblock"] as const)("%s: a network, a mailbox or a pattern names no host", (format) => {
    const lines = ["1.10.16.0/20 # SBL", "2001:db8::/32", "1.2.3.4-1.2.3.9", "me@mail.example", "/evil\\.example/"];
    const { entries, skipped } = read(format, [...lines, "||1.10.16.0/20^", "5.6.7.8"].join("\n"));
    expect(entries.map((entry) => entry.replace(/^\d+:[=+]?/u, ""))).toEqual([
      expect.stringMatching(/^5\.6\.7\.8\/?$/u),
    ]);
    expect(skipped).toMatchObject({ email_address: [4], regular_expression: [5] });
    expect(skipped["range"]).toEqual(format === "adblock" ? [1, 2, 3, 6] : [1, 2, 3]);
  });

  // Spamhaus DROP of 2026, and a set for firewalls.
  test.for([
    "; Spamhaus DROP List\n1.10.16.0/20 ; SBL256894\n1.19.0.0/16 ; SBL434604",
    "# set\n5.6.7.0/24\n5.6.8.0/24\n9.9.9.9",
  ])("ranges alone are told, and are no pages: %j", (text) => {
    expect(() => guessFormat(sourceText(text))).toThrow(/^it holds ranges of addresses/u);
  });

  test("that names everything is refused by line", () => {
    expect(read("domains", "*\na.example").report.refused).toEqual({
      count: 1,
      first: [{ line: 1, host: "*", guard: "everything" }],
    });
  });

  test("may be an array of JSON", () => {
    expect(read("domains", '["a.example", "b.example", 7]')).toMatchObject({
      entries: ["1:+a.example", "2:+b.example"],
      skipped: { other_type: [3] },
    });
  });
});

test("a list of addresses never shortens one to its host", () => {
  const { entries, skipped } = read(
    "urls",
    [
      "http://a.example/",
      "https://me:pw@a.example:443/x/../y/?b=1#z",
      "https://a.example:8443/p",
      "b.example/q",
      "c.example",
      "ftp://d.example/f.exe",
      "http://*.e.example/",
      "hxxp://f.example/x",
      "http:///nothing",
      "http://g.example/a b",
      "mailto:me@h.example",
      "javascript:alert(1)",
      "//i.example/x",
      "// a comment",
    ].join("\n"),
  );
  expect(entries).toEqual([
    "1:=a.example",
    "2:a.example/y?b=1",
    "3:a.example:8443/p",
    "4:b.example/q",
    "5:=c.example",
    "6:d.example/f.exe",
    "8:f.example/x",
    "9:=nothing",
    "13:i.example/x",
  ]);
  expect(skipped).toEqual({ wildcard: [7], unknown_form: [10], not_a_host: [11, 12] });
});

describe("rules of ad blockers", () => {
  test("keep their meaning, and what is no fact about a link is skipped", () => {
    const { entries, skipped, report } = read(
      "adblock",
      [
        "[Adblock Plus 2.0]",
        "! Version: 202611280800",
        "! Expires: 4 days (update frequency)",
        "# a comment too",
        "||evil.example^",
        "||Evil2.Example^$important",
        "@@||good.evil.example^",
        "@@||best.evil2.example^$important",
        "|exact.example^",
        "plain.example",
        "||port.example:8443^",
        "||path.example/a/b^",
        "||half.example",
        "||*.below.example^",
        "|https://page.example/x|",
        "0.0.0.0 hosts.example",
        "||恶意.example^$document",
        "||third.example^$third-party",
        "||evil.example^$domain=a.example",
        "||rewritten.example^$dnsrewrite=1.2.3.4",
        "/ads[0-9]+/",
        "/ads/banner$image",
        "example.org##.ad",
        "example.org#@#.ad",
        "example.org$$script",
        "||a*.wild.example^",
        "||tld.*^",
        "||twice.example^",
        "||back.example^$important",
        "||back.example^$important,badfilter",
        "||twice.example^$badfilter",
        "!#if env_firefox",
        "||conditional.example^",
        "!#endif",
        "!#include other.txt",
        "||after.example^",
      ].join("\n"),
    );
    expect(entries).toEqual([
      "5:+evil.example",
      "6:!+evil2.example",
      "7:@+good.evil.example",
      "8:@!+best.evil2.example",
      "9:=exact.example",
      "10:=plain.example",
      "11:+port.example:8443",
      "12:~path.example/a/b",
      "13:+half.example",
      "14:*.below.example",
      "15:page.example/x",
      "16:=hosts.example",
      "17:+xn--5bu4m.example",
      "36:+after.example",
    ]);
    expect(skipped).toEqual({
      option: [18, 19, 20, 22],
      regular_expression: [21],
      cosmetic: [23, 24, 25],
      wildcard: [26, 27],
      taken_back: [28, 29, 30, 31],
      conditional: [33],
      include: [35],
    });
    expect(report).toMatchObject({ version: "202611280800", expires: "4 days (update frequency)", exceptions: 2 });
  });

  test("that name the page beside other requests are about the page", () => {
    const { entries, skipped } = read(
      "adblock",
      [
        "||a.example^$doc,popup",
        "||b.example^$document,frame",
        "||c.example^$popup,document",
        "||d.example^$popup",
        "||e.example^$document,third-party",
        "||f.example^$all,~image",
        "||g.example^$image,script",
      ].join("\n"),
    );
    expect(entries).toEqual(["1:+a.example", "2:+b.example", "3:+c.example"]);
    expect(skipped).toEqual({ option: [4, 5, 6, 7] });
  });

  test("that take a host back take back a line of a hosts file too", () => {
    const rules = "127.0.0.1 taken.example other.example\ntaken.example$badfilter\n||a.example^\n||b.example^";
    const { entries, skipped } = read("adblock", rules);
    expect(entries).toEqual(["1:=other.example", "3:+a.example", "4:+b.example"]);
    expect(skipped).toEqual({ taken_back: [1, 2] });
  });

  test.each(["||login.example.", "||login.example.$document", "||login.example.^", "||libretube.", "|login."])(
    "%s is how hosts begin, and names none",
    (rule) => {
      const { entries, skipped } = read("adblock", `${rule}\n||a.example^`);
      expect([entries, skipped]).toEqual([["2:+a.example"], { wildcard: [1] }]);
    },
  );

  test.each(["||*^", "*", "||^", "|*"])("%s names everything and is refused", (rule) => {
    expect(read("adblock", `${rule}\n||a.example^`).report.refused.first).toEqual([
      { line: 1, host: "*", guard: "everything" },
    ]);
  });
});

test("a response policy zone names hosts alone, sub-domains by their star, and exceptions", () => {
  const { entries, skipped, report } = read(
    "rpz",
    [
      "$TTL 300",
      "$ORIGIN rpz.feed.example.",
      "@ IN SOA localhost. root.localhost. (",
      "    2026112801 ; serial",
      "    3600 600 86400 300 )",
      "  IN NS localhost.",
      "evil.example CNAME . ; malware",
      "*.evil.example 60 IN CNAME .",
      "absolute.example.rpz.feed.example. IN CNAME *.",
      "outside.example. IN CNAME .",
      "good.example CNAME rpz-passthru.",
      "drop.example CNAME rpz-drop.",
      "tcp.example CNAME rpz-tcp-only.",
      "garden.example CNAME walled.garden.example.",
      "sink.example A 0.0.0.0",
      "moved.example A 203.0.113.5",
      "32.7.113.0.203.rpz-ip CNAME .",
      "ns.evil.example.rpz-nsdname CNAME .",
      "* CNAME .",
      "nonsense",
      "$INCLUDE other.zone",
      'note.example TXT "why"',
    ].join("\n"),
  );
  expect(entries).toEqual([
    "7:=evil.example",
    "8:*.evil.example",
    "9:=absolute.example",
    "11:@=good.example",
    "12:=drop.example",
    "15:=sink.example",
  ]);
  expect(skipped).toEqual({
    unknown_form: [10, 20],
    other_type: [13, 16],
    redirect: [14],
    other_trigger: [17, 18],
    include: [21],
  });
  expect(report).toMatchObject({ version: "2026112801", refused: { count: 1 } });
});

test("settings of dnsmasq cover sub-domains, and what is sent elsewhere is skipped", () => {
  const { entries, skipped, report } = read(
    "dnsmasq",
    [
      "# a comment",
      "address=/evil.example/0.0.0.0",
      "address=/a.example/b.example/::",
      "address=/none.example/",
      "address=/null.example/#",
      "server=/nx.example/ # why",
      "local=/here.example/",
      "server=/good.evil.example/#",
      "address=/*.star.example/127.0.0.1",
      "server=/other.example/8.8.8.8",
      "address=/moved.example/203.0.113.5",
      "address=/#/0.0.0.0",
      "address=/bad host/0.0.0.0",
      "no-resolv",
    ].join("\n"),
  );
  expect(entries).toEqual([
    "2:+evil.example",
    "3:+a.example",
    "3:+b.example",
    "4:+none.example",
    "5:+null.example",
    "6:+nx.example",
    "7:+here.example",
    "8:@+good.evil.example",
    "9:*.star.example",
  ]);
  expect(skipped).toEqual({ redirect: [10, 11], not_a_host: [13], unknown_form: [14] });
  expect(report.refused.count).toBe(1);
});

describe("URLhaus", () => {
  const CSV = [
    "################################################################",
    "# Last updated: 2026-11-28 07:55:07 (UTC)                       #",
    "#",
    "# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter",
    '"3","2026-11-28 07:50:12","http://203.0.113.7:8080/i?a=1","online","2026-11-28 07:50:12","malware_download","elf, ""mozi""","https://urlhaus.abuse.ch/url/3/","x"',
    '"2","2026-11-27 01:02:03","https://a.example/b,c.exe","offline","","malware_download","exe","https://urlhaus.abuse.ch/url/2/","x"',
    '"1","2026-11-27 01:02:03","nothing","offline","","malware_download","exe","https://urlhaus.abuse.ch/url/1/","x"',
    '"0","2026-11-27 01:02:03"',
    '"9","2026-11-27 01:02:03","http://cut.example/',
  ].join("\r\n");

  test("is read from CSV, with the day each address was added", () => {
    const { entries, skipped, whole, report } = read("urlhaus", CSV);
    expect(entries).toEqual(["5:203.0.113.7:8080/i?a=1", "6:a.example/b,c.exe"]);
    expect(whole[0]?.sinceMs).toBe(Date.parse("2026-11-28T07:50:12Z"));
    expect(skipped).toEqual({ not_a_host: [7], unknown_form: [8, 9] });
    expect(report.version).toBe("2026-11-28 07:55:07");
  });

  test.each([
    ["by id", { 7: [{ dateadded: "2026-11-27 01:02:03 UTC", url: "http://a.example/x", url_status: "online" }] }],
    [
      "as answered",
      { query_status: "ok", urls: [{ date_added: "2026-11-27 01:02:03 UTC", url: "http://a.example/x" }] },
    ],
  ])("is read from JSON %s", (_form, json) => {
    const { entries, whole } = read("urlhaus", JSON.stringify(json));
    expect(entries).toEqual(["1:a.example/x"]);
    expect(whole[0]?.sinceMs).toBe(Date.parse("2026-11-27T01:02:03Z"));
  });
});

describe("PhishTank", () => {
  test("is read from CSV, verified rows alone", () => {
    const { entries, skipped, whole } = read(
      "phishtank",
      [
        "phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target",
        '1,https://a.example/login?x=1,http://www.phishtank.com/phish_detail.php?phish_id=1,2026-11-27T22:00:00+00:00,yes,2026-11-27T23:00:00+00:00,yes,"Bank, Big"',
        "2,https://b.example/,http://www.phishtank.com/phish_detail.php?phish_id=2,2026-11-27T22:00:00+00:00,no,,yes,Other",
        "3,,x,2026-11-27T22:00:00+00:00,yes,,yes,Other",
      ].join("\n"),
    );
    expect(entries).toEqual(["2:a.example/login?x=1"]);
    expect(whole[0]?.sinceMs).toBe(Date.parse("2026-11-27T23:00:00Z"));
    expect(skipped).toEqual({ unverified: [3], not_a_host: [4] });
  });

  test("is read from JSON", () => {
    const rows = [
      { phish_id: "1", url: "https://a.example/x", verified: "yes", online: "yes" },
      { phish_id: "2", url: "https://b.example/", verified: "no" },
      { phish_id: "3" },
    ];
    expect(read("phishtank", JSON.stringify(rows))).toMatchObject({
      entries: ["1:a.example/x"],
      skipped: { unverified: [2], unknown_form: [3] },
    });
  });

  test("with an address that holds a line end is not read as another address", () => {
    const text = 'phish_id,url,x\n1,"https://a.example/b\nc",x\n2,https://d.example/,x';
    expect(read("phishtank", text)).toMatchObject({ entries: ["4:=d.example"], skipped: { control_character: [2] } });
  });

  test("without its first row is not taken", () => {
    expect(() => read("phishtank", "1,https://a.example/")).toThrow(ListRefused);
  });
});

describe("MISP", () => {
  const attribute = (type: string, value: string, more: object = {}) => ({ type, value, to_ids: true, ...more });

  test("gives attributes that are meant for detection, those of objects too", () => {
    const event = {
      Event: {
        info: "x",
        Attribute: [
          attribute("url", "http://a.example/x?y=1", { timestamp: "1700000000" }),
          attribute("domain", "b.example"),
          attribute("hostname", "c.example"),
          attribute("domain|ip", "d.example|203.0.113.1"),
          attribute("hostname|port", "e.example|8443"),
          attribute("ip-dst", "203.0.113.2"),
          attribute("ip-dst|port", "203.0.113.3|80"),
          attribute("ip-src", "203.0.113.4"),
          attribute("ip-dst", "203.0.113.0/24"),
          attribute("sha256", "00"),
          attribute("domain", "f.example", { to_ids: false }),
          attribute("domain", "g.example", { deleted: true }),
          { type: "domain", value: "h.example" },
          attribute("url", "not an address"),
        ],
        Object: [{ name: "url", Attribute: [attribute("url", "https://i.example/")] }],
      },
    };
    const { entries, skipped, whole } = read("misp", JSON.stringify({ response: [event] }));
    expect(entries).toEqual([
      "1:a.example/x?y=1",
      "2:+b.example",
      "3:=c.example",
      "4:+d.example",
      "5:=e.example:8443",
      "6:=203.0.113.2",
      "7:=203.0.113.3",
      "15:=i.example",
    ]);
    expect(whole[0]?.sinceMs).toBe(1_700_000_000_000);
    expect(skipped).toEqual({ other_type: [8, 10], range: [9], not_to_ids: [11, 13], deleted: [12], not_a_host: [14] });
  });

  test("gives the hosts of a warninglist, which guard", () => {
    const list = { name: "x", type: "hostname", version: 1, list: ["a.example", ".b.example", "203.0.113.0/24"] };
    const { entries, report } = read("misp", JSON.stringify(list));
    expect(entries).toEqual([]);
    expect(report.guards).toEqual(["a.example", "b.example"]);
    expect(report.skipped.range?.count).toBe(1);
  });

  test.each([
    ["regex", "regular_expression"],
    ["cidr", "range"],
    ["substring", "wildcard"],
  ] as const)("runs no warninglist of type %s", (type, reason) => {
    expect(read("misp", JSON.stringify({ type, list: ["(a+)+$"] })).skipped).toEqual({ [reason]: [1] });
  });
});

test("STIX gives indicators in force, and none of a pattern that needs two things at once", () => {
  const indicator = (pattern: string, more: object = {}) => ({
    type: "indicator",
    spec_version: "2.1",
    pattern,
    pattern_type: "stix",
    valid_from: "2026-01-01T00:00:00Z",
    ...more,
  });
  const objects = [
    { type: "identity", name: "x" },
    indicator("[url:value = 'http://a.example/x\\'y']"),
    indicator("[domain-name:value = 'b.example' OR domain-name:value='c.example']"),
    indicator("[domain-name:value = 'd.example'] OR [ipv4-addr:value = '203.0.113.4']"),
    indicator("[url:value IN ('http://e.example/1', 'http://e.example/2')]"),
    indicator("[domain-name:value = 'f.example' AND ipv4-addr:value = '203.0.113.5']"),
    indicator("[domain-name:value = 'g.example'] FOLLOWEDBY [url:value = 'http://g.example/']"),
    indicator("[url:value MATCHES '^(a+)+$']"),
    indicator("[url:value LIKE '%evil%']"),
    indicator("[file:hashes.'SHA-256' = '00']"),
    indicator("[url:value = 'http://h.example/'", { revoked: true }),
    indicator("[url:value = 'http://i.example/']", { valid_until: "2026-11-28T07:59:59Z" }),
    indicator("[url:value = 'http://j.example/z']", { valid_until: "2026-12-01T00:00:00Z" }),
    indicator("rule x {}", { pattern_type: "yara" }),
    indicator("[ipv4-addr:value = '203.0.113.0/24']"),
    indicator("[url:value = ]"),
    indicator("[domain-name:value != 'k.example']"),
    indicator("[domain-name:value = 'l.example'] WITHIN 5 MINUTES"),
    indicator("[url:value = 'https://m.example/a\\nb']".replace("\\n", "\n")),
  ];
  const { entries, skipped, whole } = read("stix", JSON.stringify({ type: "bundle", objects }));
  expect(entries).toEqual([
    "2:a.example/x'y",
    "3:=b.example",
    "3:=c.example",
    "4:=d.example",
    "4:=203.0.113.4",
    "5:e.example/1",
    "5:e.example/2",
    "13:j.example/z",
  ]);
  expect(whole.at(-1)).toMatchObject({
    sinceMs: Date.parse("2026-01-01T00:00:00Z"),
    untilMs: Date.parse("2026-12-01T00:00:00Z"),
  });
  expect(skipped).toEqual({
    and_pattern: [6, 7, 18],
    control_character: [19],
    regular_expression: [8],
    wildcard: [9],
    other_type: [10, 14],
    revoked: [11],
    expired: [12],
    range: [15],
    unknown_form: [16, 17],
  });
});

test("hutong's own lines say kind, dates and exceptions", () => {
  const { entries, skipped, whole, report } = read(
    "entries",
    [
      '{"version": "7"}',
      '{"entry": "a.example", "kind": "fraud", "since": "2026-11-01", "until": "2026-12-01T00:00:00+08:00"}',
      '{"entry": "b.example/x", "exception": true}',
      '{"entry": "c.example", "kind": "no such kind"}',
      '{"entry": "://"}',
      "{",
      '{"entry": "*.d.example"}',
      '{"entry": "203.0.113.0/24"}',
    ].join("\n"),
  );
  expect(entries).toEqual(["2:+a.example", "3:@~b.example/x"]);
  expect(whole[0]).toMatchObject({ kind: "fraud", untilMs: Date.parse("2026-11-30T16:00:00Z") });
  expect(skipped).toEqual({ unknown_form: [4, 6], not_a_host: [5], wildcard: [7], range: [8] });
  expect(report.version).toBe("7");
});

describe("a JSON source", () => {
  test("of domains or addresses may be an object with one array of texts", () => {
    expect(read("domains", '{"version": 7, "domains": ["a.example", "*.b.example", 5]}')).toMatchObject({
      entries: ["1:+a.example", "2:*.b.example"],
      skipped: { other_type: [3] },
    });
    expect(read("urls", '\n{"updated": "x", "empty": [], "urls": ["https://a.example/x"]}').entries).toEqual([
      "1:a.example/x",
    ]);
  });

  // Source: MetaMask/eth-phishing-detect, its pull request 7079 for the later names; polkadot-js/phishing, all.json.
  test.each([
    '{"version": 2, "tolerance": 1, "fuzzylist": ["f.example"], "whitelist": ["a.b.example"], "blacklist": ["b.example", "c.example"]}',
    '{"fuzzylist": ["f.example"], "allowlist": ["a.b.example"], "blocklist": ["b.example", "c.example"], "name": "MetaMask"}',
    '{"allow": ["a.b.example"], "deny": ["b.example", "c.example"]}',
  ])("of domains may say by the names of its arrays what is listed and what excepted: %s", (text) => {
    expect(guessFormat(sourceText(text)).format).toBe("domains");
    expect(read("domains", text)).toMatchObject({
      entries: ["1:+b.example", "2:+c.example", "3:@+a.b.example"],
      skipped: {},
    });
  });

  test.each([
    '{"whitelist": ["a.example"]}',
    '{"fuzzylist": ["a.example"], "allow": ["b.example"]}',
    '{"blacklist": ["a.example"], "others": ["b.example"]}',
    '{"domains": {}}',
    '{"error": "no key"}',
    "{}",
  ])("of domains that does not say which texts are listed is not taken: %s", (text) => {
    expect(() => read("domains", text)).toThrow("an object with one");
  });

  test.each(["urlhaus", "phishtank", "misp", "stix"] as const)("of %s that is cut is not taken", (format) => {
    expect(() => read(format, '{"a": [{"url": "http://a.example/"')).toThrow("cut or damaged");
  });

  test.each(["phishtank", "misp", "stix"] as const)("of %s that is something else is not taken", (format) => {
    expect(() => read(format, '{"error": "no such key"}')).toThrow(ListRefused);
  });
});

test.each([
  "url,date\nhttps://a.example/x,2026\nhttps://b.example/y?a=1,2026\n",
  '# a feed\n"domain";"category"\r\n"a.example";"phishing"\r\n',
])("a table that no format knows is refused, and its rows are no addresses: %j", (text) => {
  expect(() => guessFormat(sourceText(text))).toThrow("it is a table whose columns no format knows");
  expect(() => read("urls", text)).toThrow("it is a table whose columns no format knows");
  expect(() => read("domains", text)).toThrow("it is a table whose columns no format knows");
});

test("hutong's own form may be an array, whose items are named by their place", () => {
  const items = [{ version: "7" }, { entry: "a.example" }, { entry: "b.a.example", exception: true }, "c.example"];
  const gone = { entry: "d.example", until: "2020-01-01" };
  const { entries, skipped, report } = read("entries", JSON.stringify([...items, gone, { entri: "x" }], null, 2));
  expect(entries).toEqual(["2:+a.example", "3:@+b.a.example"]);
  expect(skipped).toEqual({ unknown_form: [4, 6], expired: [5] });
  expect(report.version).toBe("7");
  expect(() => read("entries", '[{"entry":"a.example"},{"ent')).toThrow("JSON");
});

test("addresses with commas, and words among domains, are no table", () => {
  expect(read("urls", "a.example/x,1.html\nhttps://b.example/y,2.html").entries).toEqual([
    "1:a.example/x,1.html",
    "2:b.example/y,2.html",
  ]);
  expect(read("domains", "evil hosts, today\na.example\nb.example").entries).toEqual(["2:+a.example", "3:+b.example"]);
});

test("what only ends the hosts of many is no host of a list", () => {
  expect(read("adblock", "-todesk.com.cn^\n||-a.example^\n-b.example").skipped).toEqual({ wildcard: [1, 3] });
  expect(read("domains", "+.a.example").entries).toEqual(["1:+a.example"]);
});

describe("a format is guessed", () => {
  test.each([
    ['[{"name":"x","blocklist":["a.example"]}]', "its JSON is an array of objects that no format knows"],
    ['[\n{"domain":"a.example","severity":"suspend"},\n{"domain":"b.example"}\n]', "give their addresses alone"],
    ['{"ok": true,\n"rows": [{"host": "a.example"}]}', "its JSON is of no format that is known here"],
    ["", "it is empty"],
    ["\n \n", "it is empty"],
    ["# a title\n! another\n", "comments alone"],
    ["what is this\nand this", "no format fits"],
  ])("and of %j it is told why not", (text, why) => {
    expect(() => guessFormat(sourceText(text))).toThrow(why);
  });

  test.each<[ListFormat, string]>([
    ["hosts", "# x ||a^\n127.0.0.1 localhost\n0.0.0.0 a.example\n0.0.0.0 b.example"],
    ["domains", "a.example\nb.example\n# c\n*.d.example"],
    ["urls", "http://a.example/\nhttps://b.example/x\n"],
    ["urls", '["https://b.example/x"]'],
    ["urls", '{"version": 7, "urls": ["https://b.example/x"]}'],
    ["domains", '{"domains": ["a.example"]}'],
    [
      "urlhaus",
      `${"#".repeat(64)}\n# a feed #\n${"#".repeat(64)}\n"id","dateadded"\n"1","2026-11-01 08:00:00"\n"2","2026-11-01 08:00:00"`,
    ],
    ["adblock", "! Title: x\n||a.example^\n||b.example^$third-party\n"],
    ["adblock", "[Adblock Plus]\na.example\n"],
    ["rpz", "$TTL 60\n@ SOA a. b. 1 1 1 1 1\na.example CNAME .\n"],
    ["dnsmasq", "address=/a.example/0.0.0.0\nserver=/b.example/\n"],
    ["urlhaus", '# id,dateadded,url,url_status\n"1","2026-11-27 01:02:03","http://a.example/","x"'],
    ["urlhaus", '{"1":[{"dateadded":"x","url":"http://a.example/"}]}'],
    ["phishtank", "phish_id,url,phish_detail_url\n1,http://a.example/,x"],
    ["phishtank", `[{"phish_id":"1","url":"http://a.example/"}${",{}".repeat(40_000)}]`],
    ["misp", '{"Event":{"Attribute":[]}}'],
    [
      "misp",
      `{"description":"x","list":[${'"a.example",'.repeat(8_000)}"b.example"],"matching_attributes":["domain"]}`,
    ],
    ["stix", '{"type":"bundle","objects":[]}'],
    ["entries", '{"entry":"a.example"}\n{"entry":"b.example"}'],
    ["entries", '[{"entry":"a.example","kind":"fraud"},{"entry":"b.example"}]'],
    ["entries", '[\n  {\n    "kind": "fraud",\n    "entry": "a.example"\n  }\n]'],
  ])("as %s", (format, text) => {
    const guess = guessFormat(sourceText(text));
    expect(guess.format).toBe(format);
    expect(guess.because).not.toBe("");
  });

  test("or not at all", () => {
    expect(() => guessFormat(sourceText("some words\nthat are no list\n"))).toThrow("name it with --format");
    expect(LIST_FORMATS).toHaveLength(11);
  });
});
