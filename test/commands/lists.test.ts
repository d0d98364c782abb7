import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runHere } from "../support/programs/cli.ts";
import { temporaryFolder } from "../support/folder.ts";

function setUp() {
  const folder = temporaryFolder(onTestFinished);
  const data = mkdtempSync(join(folder, "data-"));
  const path = join(folder, "hosts.txt");
  writeFileSync(
    path,
    "127.0.0.1 localhost\n0.0.0.0 evil.example\n0.0.0.0 bad.evil.example\n0.0.0.0 *.x.example\n0.0.0.0 www.google.com\n",
  );
  const run = (...words: readonly string[]) => runHere(["lists", ...words], { env: { HUTONG_DATA: data } });
  return { path, data, run };
}

describe("hutong lists", () => {
  test("adds a list, tells what it took and what it did not, and names no bar in a pipe", async () => {
    const { path, data, run } = setUp();
    const { code, stdout, stderr } = await run("add", "feed", path, "--kind", "phishing");
    // A folder that was mistyped is seen at once.
    const isNew = `hutong lists: no gateway has run with ${join(data, "lists")} yet; it was made now\n`;
    expect({ code, stderr }).toEqual({ code: 0, stderr: isNew });
    expect(stdout).toBe(
      [
        "feed: 2 entries taken as hosts (5 of the first 5 lines begin with an address and a host)",
        "  skipped 1 wildcard: line 4",
        "  refused line 5: www.google.com as a whole (registered app)",
        "",
      ].join("\n"),
    );
  });

  test("counts one as one", async () => {
    const { path, run } = setUp();
    writeFileSync(path, "||evil.example^\n@@||good.evil.example^\n");
    const { stdout } = await run("add", "feed", path, "--kind", "phishing", "--dry-run");
    expect(stdout).toContain("feed: would take 1 entry, 1 exception as adblock");
  });

  test("says of a list of stars what it does not cover, and how it does", async () => {
    const { path, run } = setUp();
    writeFileSync(path, "*.evil.example\n*.bad.example\n");
    const star = await run("add", "feed", path, "--kind", "phishing", "--dry-run");
    expect(star.stdout).toContain("--subdomains yes covers both");
    const both = await run("add", "feed", path, "--kind", "phishing", "--subdomains", "yes");
    expect(both.stdout).not.toContain("--subdomains");
    expect((await run("look", "https://evil.example/")).stdout).toContain("feed, line 1: phishing");
  });

  test("tells what would be taken and takes nothing", async () => {
    const { path, run } = setUp();
    const { stdout } = await run("add", "feed", path, "--kind", "phishing", "--dry-run");
    expect(stdout).toContain("feed: would take 2 entries as hosts");
    expect((await run("stats")).stderr).toContain("there is no list yet");
  });

  test("shows lists, updates them and takes them away", async () => {
    const { path, run } = setUp();
    await run("add", "feed", path, "--kind", "phishing", "--every", "2h", "--max-age", "3d", "--subdomains", "yes");
    const { stdout } = await run("stats");
    expect(stdout).toContain("feed: phishing, 2 entries, hosts\n");
    expect(stdout).toContain(`source    ${path} (sub-domains yes)\n`);
    expect(stdout).toContain("every 2 h, stale after 3 days\n");
    expect(JSON.parse((await run("stats", "feed", "--json")).stdout)).toMatchObject([
      { name: "feed", kind: "phishing", entries: 2, stale: false, place: { from: "file", path } },
    ]);
    expect((await run("update")).stdout).toBe("feed: unchanged, 2 entries\n");
    writeFileSync(path, "0.0.0.0 evil.example\n0.0.0.0 bad.evil.example\n0.0.0.0 new.example\n");
    expect((await run("update", "feed")).stdout).toBe("feed: 3 entries taken as hosts\n");
    writeFileSync(path, "0.0.0.0 evil.example\n");
    const refused = await run("update", "feed");
    expect(refused).toMatchObject({ code: 1, stderr: "feed: not updated: it shrank from 3 entries to 1\n" });
    expect((await run("stats")).stdout).toContain("failing   1 time,");
    expect(await run("remove", "feed")).toMatchObject({ code: 0, stderr: "feed is removed\n" });
    expect((await run("remove", "feed")).code).toBe(1);
  });

  test("looks an address up with list, line, version and exceptions", async () => {
    const { path, run } = setUp();
    await run("add", "feed", path, "--kind", "phishing");
    const { stdout } = await run("look", "HTTPS://me@Evil.Example:443/x");
    expect(stdout).toMatch(/^feed, line 2: phishing: evil\.example \(host\), confirmed \d{4}-/u);
    expect(await run("look", "a.evil.example")).toMatchObject({ stdout: "", stderr: "no list names it\n" });
    await run("except", "add", "https://evil.example/", "--until", "2999-01-01", "--reason", "cleared");
    expect((await run("look", "evil.example/y")).stdout).toMatch(
      /exception https:\/\/evil\.example\/: by operator.*cleared/u,
    );
    expect((await run("except", "list")).stdout).toContain("until 2998-12-31 16:00 UTC: cleared");
    await run("except", "remove", "https://evil.example/");
    expect((await run("except", "list")).stdout).toBe("");
    expect((await run("except", "remove", "https://evil.example/")).code).toBe(1);
  });

  test("does not take the gateway's own host", async () => {
    const { path, run } = setUp();
    writeFileSync(path, "0.0.0.0 evil.example\n0.0.0.0 chat.example\n");
    const { stdout } = await run("add", "feed", path, "--kind", "phishing", "--origin", "https://chat.example");
    expect(stdout).toContain("refused line 2: chat.example as a whole (own host)");
  });

  test("keeps a secret out of what it shows and keeps", async () => {
    const { data } = setUp();
    const env = { HUTONG_DATA: data, FEED_KEY: "s3cret" };
    const words = ["lists", "add", "feed", "http://127.0.0.1:9/{key}", "--kind", "malware", "--key-from", "FEED_KEY"];
    const { code, stdout, stderr } = await runHere([...words, "--allow-private"], { env });
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain("s3cret");
    expect(stderr).toContain("it cannot be fetched (network)");
  });

  test.each<[readonly string[], string]>([
    [[], "expected one of add, update, remove, stats, look, except"],
    [["add", "feed"], "expected NAME and SOURCE"],
    [["add", "Feed!", "x", "--kind", "phishing"], "NAME: expected 1 to 63 of"],
    [["add", "hutong", "x", "--kind", "phishing"], "NAME: hutong says something else"],
    [["add", "feed", "x"], "--kind: expected what the list finds"],
    [["add", "feed", "x", "--kind", "nonsense"], "--kind: expected one of phishing"],
    [["add", "feed", "x", "--kind", "phishing", "--format", "pdf"], "--format: expected one of auto, hosts"],
    [["add", "feed", "x", "--kind", "phishing", "--every", "1m"], "--every: expected a time"],
    [["add", "feed", "https://u:p@a.example/", "--kind", "phishing"], "SOURCE: expected no name"],
    [["add", "feed", "https://a.example/{key}", "--kind", "phishing"], "--key-from: expected the variable"],
    [["add", "feed", "x", "--kind", "phishing", "--minisign", "x"], "--minisign: expected a public key"],
    [["except", "add"], "expected except add ENTRY"],
    [["except", "add", "://"], "ENTRY: expected a host"],
    [["except", "add", "*.a.example"], "ENTRY: expected a host without a star"],
    [["except", "add", "a.example/*"], "ENTRY: expected a path without a star"],
    [["except", "add", "a.example,b.example"], "ENTRY: expected a host, a host with a path"],
    [["except", "add", "me@mail.example"], "ENTRY: expected a host: an e-mail address names none"],
    [["except", "add", "203.0.113.0/24"], "ENTRY: expected one address"],
    [["except", "add", "co.uk"], "ENTRY: expected a host below co.uk"],
    [["add", "decisions", "x", "--kind", "phishing"], "NAME: decisions says something else"],
    [["except", "add", "a.example", "--until", "2001-01-01"], "--until: expected a day to come"],
    [["except", "add", "a.example", "--until", "2027-02-31"], "--until: no such day: 2027-02-31; expected"],
    [["look"], "expected one ADDRESS"],
  ])("%j is told what was expected", async (words, told) => {
    const { run } = setUp();
    const { code, stderr } = await run(...words);
    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });

  test("a source that is no list is not taken, and why is told in a line", async () => {
    const { path, data, run } = setUp();
    writeFileSync(path, "<html><body>Log in");
    const { code, stderr } = await run("add", "feed", path, "--kind", "phishing");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "hutong lists: it is a web page and no list\n" });
    expect(await run("add", "feed", join(data, "none"), "--kind", "phishing")).toMatchObject({
      code: 1,
      stderr: "hutong lists: it cannot be read (ENOENT)\n",
    });
    writeFileSync(join(data, "lists", "lists.json"), "{");
    expect((await run("stats")).stderr).toContain("lists.json: expected JSON");
    expect(readFileSync(join(data, "lists", "lists.json"), "utf8")).toBe("{");
  });
});
