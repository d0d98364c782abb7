import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { registrySchemas } from "../../src/apps/app-file.ts";
import { parseData, RegistryDataError } from "../../src/apps/read-data.ts";
import { identify, registry } from "./identify-for-tests.ts";

const fileUrl = new URL("../../src/apps/data/shorteners.json", import.meta.url);
const file = registrySchemas().shorteners.parse(JSON.parse(readFileSync(fileUrl, "utf8")));

test("every host of the table gives short links that lead to anybody, its front page none", () => {
  const hosts = Object.keys(file.hosts);
  expect(hosts.length).toBeGreaterThanOrEqual(480);
  for (const name of hosts) {
    const host = name.replace("*", "brand");
    const { needsNetwork, sendsOn, canonicalUrl } = identify(`https://${host}/3QxTestA`);
    expect({ host, needsNetwork, sendsOn, canonicalUrl }).toEqual({
      host,
      needsNetwork: true,
      sendsOn: "anywhere",
      canonicalUrl: null,
    });
    expect(identify(`https://${host}/`).sendsOn).not.toBe("anywhere");
  }
});

describe("what a short link may lead to", () => {
  test.each([
    ["https://bit.ly/3QxTestA", null, "anywhere"],
    ["http://www.reurl.cc/QxTest", null, "anywhere"],
    ["https://acortar.link/QxTeSt", null, "anywhere"],
    ["https://geni.us/QxTeSt", null, "anywhere"],
    ["https://l1nq.com/QxTeSt", null, "anywhere"],
    ["https://tw.psee.ly/7qxtes", null, "anywhere"],
    ["https://gg.gg/QxTeSt", null, "anywhere"],
    ["https://qr-codes.io/QxTeSt", null, "anywhere"],
    ["https://r20.rs6.net/tn.jsp?f=001QxTeSt", null, "anywhere"],
    ["https://shop.pxf.io/QxTeSt", null, "anywhere"],
    ["https://shop.pxf.io/about/us", null, null],
    ["https://brand.app.link/Qx", null, "anywhere"],
    ["https://app.link/Qx", null, null],
    ["https://t.co/QxTeSt1234", "x", "anywhere"],
    ["https://url.cn/5QxTeS", "qq", "anywhere"],
    ["https://b23.tv/3QxTeSt", "bilibili", "anywhere"],
    ["https://b23.tv/BV1QF411h7EK", "bilibili", null],
    ["https://bili2233.cn/3QxTeSt", "bilibili", "anywhere"],
    ["https://vk.cc/cQxTeS", "vk", "anywhere"],
    ["https://m.tb.cn/h.5abc", "taobao", "within"],
    ["https://evil-bit.ly/3QxTestA", null, null],
    ["https://bit.ly.evil.example/3QxTestA", null, null],
    ["https://brand.bit.ly/3QxTestA", null, null],
  ])("%s of %s: %s", (url, app, sendsOn) => {
    const known = identify(url);
    expect([known.app?.id ?? null, known.sendsOn]).toEqual([app, sendsOn]);
  });

  test("the innermost address counts: a wrapper around a short link is one", () => {
    const wrapped = `https://link.zhihu.com/?target=${encodeURIComponent("https://bit.ly/3QxTestA")}`;
    expect(identify(wrapped)).toMatchObject({ target: "https://bit.ly/3QxTestA", sendsOn: "anywhere" });
  });
});

test("the finder is told of the hosts, so that talk behind a short code is cut off", () => {
  expect(registry.shortHosts).toContain("reurl.cc");
  expect(registry.shortHosts).not.toContain("app.link");
});

test("a host without a known source is refused with its place", () => {
  const text = JSON.stringify({ ...file, hosts: { "bit.ly": ["misp", "hearsay"] } }, null, 2);
  try {
    parseData(text, "shorteners.json", registrySchemas().shorteners);
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof RegistryDataError)) throw error;
    expect(error.message).toMatch(/^shorteners\.json:\d+:7: hosts\.bit\.ly\.1: expected one of the sources: /u);
  }
});
