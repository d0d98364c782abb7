import { expect, test } from "vitest";
import { createCallers, isForwarded } from "../../src/access/forwarding.ts";

const callerOf = createCallers(["127.0.0.1", "10.0.0.0/8", "2001:db8:ffff::/48"]);

function caller(peer: string, headers: Readonly<Record<string, string>> = {}) {
  return callerOf({ headers, socket: { remoteAddress: peer } });
}

test("[P8] a peer that is no trusted proxy is believed nothing", () => {
  for (const peer of ["127.0.0.2", "11.0.0.1", "::1", "2001:db8:fffe::1"]) {
    const headers = { "x-forwarded-for": "203.0.113.9", forwarded: "for=198.51.100.7" };
    expect(caller(peer, headers)).toMatchObject({ address: peer, isProxied: false });
  }
});

test.each([
  ["one client", "203.0.113.9", "203.0.113.9"],
  ["what a client wrote stands left of it", "1.2.3.4, 203.0.113.9", "203.0.113.9"],
  ["trusted proxies are skipped", "1.2.3.4, 203.0.113.9, 10.1.2.3,10.9.9.9", "203.0.113.9"],
  ["a client of a trusted network", "10.1.2.3, 10.9.9.9", "10.1.2.3"],
  ["with a port", "203.0.113.9:4711", "203.0.113.9"],
  ["IPv6", "2001:db8::9", "2001:db8::9"],
  ["IPv6 with a port", "[2001:db8::9]:443, 2001:db8:ffff::2", "2001:db8::9"],
  ["IPv4 inside IPv6", "::ffff:203.0.113.9", "203.0.113.9"],
  ["no address: the proxy is the last that is known", "203.0.113.9, unknown", "127.0.0.1"],
  ["no address behind a second proxy", "203.0.113.9, _hidden, 10.9.9.9", "10.9.9.9"],
  ["nothing", "", "127.0.0.1"],
  ["a name", "evil.example", "127.0.0.1"],
  ["an address and more", "203.0.113.9 x", "127.0.0.1"],
])("[P8] X-Forwarded-For is read from the right: %s", (_what, header, address) => {
  expect(caller("127.0.0.1", { "x-forwarded-for": header })?.address).toBe(address);
  expect(caller("::ffff:127.0.0.1", { "x-forwarded-for": header })?.address).toBe(address);
});

test.each([
  ["one element", "for=203.0.113.9;proto=https;by=10.0.0.1", "203.0.113.9"],
  ["any case and order", 'proto=https; FOR="203.0.113.9:4711"', "203.0.113.9"],
  ["several", 'for=1.2.3.4, for=203.0.113.9, for="10.0.0.7"', "203.0.113.9"],
  ["IPv6", 'for="[2001:db8::9]:4711"', "2001:db8::9"],
  ["separators inside quotes", 'for=203.0.113.9;host="a,b;for=1.2.3.4"', "203.0.113.9"],
  ["an element that names none", "for=203.0.113.9, proto=https", "127.0.0.1"],
  ["unknown", "for=203.0.113.9, for=unknown", "127.0.0.1"],
  ["an open quote", 'for="203.0.113.9', "127.0.0.1"],
  // A client's open quote swallowed the proxy's own element, and the client chose whose allowance it takes.
  ["a quote that a client left open", 'for=10.1.2.3;by=", for=203.0.113.9', "203.0.113.9"],
  ["a quote left open behind a proxy that says nothing", 'for=198.51.100.7;by=", for=_hidden', "127.0.0.1"],
  ["a quote left open before a quoted address", 'by=", for="[2001:db8::9]:4711"', "2001:db8::9"],
])("[P8] Forwarded is read from the right: %s", (_what, header, address) => {
  expect(caller("127.0.0.1", { forwarded: header })?.address).toBe(address);
});

test("[P8] two headers that name two clients name none", () => {
  const forwarded = "for=203.0.113.9";
  expect(caller("127.0.0.1", { forwarded, "x-forwarded-for": "203.0.113.9" })?.address).toBe("203.0.113.9");
  expect(caller("127.0.0.1", { forwarded, "x-forwarded-for": "198.51.100.7" })).toBeNull();
});

test.each([
  ["2001:DB8::9", "2001:db8::9"],
  ["2001:db8:0:0:0:0:0:9", "2001:db8::9"],
  ["::ffff:cb00:7109", "203.0.113.9"],
  ["0:0:0:0:0:ffff:203.0.113.9", "203.0.113.9"],
])("[P8] an address is one client however it is written: %s", (written, address) => {
  const headers = { forwarded: `for="[${written}]"`, "x-forwarded-for": address };
  expect(caller("127.0.0.1", headers)?.address).toBe(address);
});

test("[P8] an IPv6 host has one allowance, whichever of its addresses it asks from", () => {
  const networkOf = (peer: string) => caller(peer)?.network;
  expect(networkOf("2001:db8:1:2::1")).toBe("2001:db8:1:2::/64");
  expect(networkOf("2001:db8:1:2:a:b:c:d")).toBe("2001:db8:1:2::/64");
  expect(networkOf("2001:db8:1:3::1")).toBe("2001:db8:1:3::/64");
  expect(networkOf("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
  expect(networkOf("203.0.113.9")).toBe("203.0.113.9");
});

test.each(["", "localhost", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/-1", "10.0.0/8"])(
  "%j is no network",
  (entry) => {
    expect(() => createCallers([entry])).toThrow("expected an address or a network");
  },
);

test("every header of a proxy counts as forwarding, whatever it says", () => {
  for (const name of ["forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-anything"])
    expect(isForwarded({ headers: { host: "localhost", [name]: "" } })).toBe(true);
  for (const name of [
    "x-client-ip",
    "x-cluster-client-ip",
    "fly-client-ip",
    "x-azure-clientip",
    "tailscale-user-login",
  ])
    expect(isForwarded({ headers: { [name]: "" } })).toBe(true);
  for (const name of [
    "x-original-forwarded-for",
    "x-envoy-external-address",
    "x-proxyuser-ip",
    "cf-ray",
    "x-amzn-trace-id",
  ])
    expect(isForwarded({ headers: { [name]: "" } })).toBe(true);
  for (const name of ["x-arr-ssl", "x-scheme", "front-end-https"])
    expect(isForwarded({ headers: { [name]: "" } })).toBe(true);
  expect(isForwarded({ headers: { host: "localhost", "x-forward": "1", "x-requested-with": "x" } })).toBe(false);
});
