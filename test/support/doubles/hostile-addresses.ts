import { METADATA_ADDRESSES, SPECIAL_IPV4 } from "../../../src/resolve/guard/special-blocks.ts";

const numberOf = (dotted: string) => dotted.split(".").reduce((number, part) => number * 256 + Number(part), 0);
const dottedOf = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
const hex = (number: number, width = 0) => number.toString(16).padStart(width, "0");

/** First, a middle and the last address of a block. */
function samplesOf(block: string): string[] {
  const [network = "", prefix = ""] = block.split("/");
  const first = numberOf(network);
  const size = 2 ** (32 - Number(prefix));
  return [first, first + Math.floor(size / 3) + 1, first + size - 1].map(dottedOf);
}

/** IPv4 addresses that no link may lead to. */
export const FORBIDDEN_IPV4: readonly string[] = [
  ...new Set([
    ...SPECIAL_IPV4.flatMap(({ block }) => samplesOf(block)),
    ...METADATA_ADDRESSES.filter((address) => !address.includes(":")),
  ]),
];

export const FORBIDDEN_IPV6: readonly string[] = [
  "::",
  "::1",
  "1::1",
  "64:ff9b::808:808",
  "64:ff9b:1::1",
  "100::1",
  "100:0:0:1::1",
  "200::1",
  "1fff:ffff::1",
  "2001::1",
  "2001:0:4136:e378:8000:63bf:3fff:fdd2",
  "2001:1::1",
  "2001:2::1",
  "2001:3::1",
  "2001:4:112::1",
  "2001:10::1",
  "2001:20::1",
  "2001:30::1",
  "2001:1ff:ffff::1",
  "2001:db8::1",
  "2002:808:808::1",
  "2620:4f:8000::1",
  "3ffe::1",
  "3fff::1",
  "3fff:fff::1",
  "4000::1",
  "5f00::1",
  "8000::1",
  "c000::1",
  "e000::1",
  "f000::1",
  "fc00::1",
  "fd00::1",
  "fd00:ec2::254",
  "fd20:ce::254",
  "fe00::1",
  "fe80::1",
  "febf::1",
  "fec0::1",
  "ff02::1",
  "ff0e::1",
  "::ffff:8.8.8.8",
  "::8.8.8.8",
  "::ffff:0:8.8.8.8",
];

/** Every way in which an IPv4 address can stand in a URL. */
function spellingsOf(dotted: string): string[] {
  const number = numberOf(dotted);
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split(".").map(Number);
  const groups = `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
  return [
    dotted,
    `${dotted}.`,
    String(number),
    `0x${hex(number, 8)}`,
    `0${number.toString(8)}`,
    [a, b, c, d].map((part) => `0${part.toString(8)}`).join("."),
    [a, b, c, d].map((part) => `0x${hex(part)}`).join("."),
    `${a}.${b * 65_536 + c * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.0x${hex(b)}.0${c.toString(8)}.${d}`,
    dotted.replaceAll(/\d/gu, (digit) => String.fromCodePoint(0xff_10 + Number(digit))),
    dotted.replaceAll(".", "。"),
    dotted.replaceAll(/\d/gu, (digit) => `%3${digit}`),
    `user:secret@${dotted}`,
    `example.com@${dotted}`,
    `[::ffff:${dotted}]`,
    `[::${groups}]`,
    `[::ffff:0:${groups}]`,
    `[64:ff9b::${groups}]`,
    `[64:ff9b:1::${groups}]`,
    `[2002:${groups}::1]`,
    `[2001:0:${groups}::1]`,
  ];
}

const FORBIDDEN_NAMES = [
  "localhost",
  "LOCALHOST",
  "localhost.",
  "a.localhost",
  "printer.local",
  "metadata.google.internal",
  "db.internal",
  "router.home.arpa",
  "ipv4only.arpa",
  "intranet",
  "metadata",
  "kubernetes.default.svc",
  "x.onion",
  "x.alt",
  "x.test",
  "x.invalid",
  "nas.lan",
  "x.corp",
  "x.localdomain",
  "host.docker.internal",
  "ｌｏｃａｌｈｏｓｔ",
  "localhost%2e",
  `${"a".repeat(64)}.example.net`,
  `${"a.".repeat(130)}example.net`,
];

const FORBIDDEN_PORTS = [
  0, 1, 7, 21, 22, 23, 25, 53, 69, 81, 110, 111, 135, 139, 143, 389, 445, 465, 587, 993, 1433, 2049, 2375, 3000, 3306,
  5432, 5984, 6379, 6443, 8000, 8080, 8443, 9200, 11_211, 27_017, 65_535,
];

const FORBIDDEN_SCHEMES = [
  "file:///etc/passwd",
  "ftp://8.8.8.8/",
  "gopher://8.8.8.8/",
  "dict://8.8.8.8/",
  "ldap://8.8.8.8/",
  "ws://8.8.8.8/",
  "data:text/html,x",
  "javascript:alert(1)",
  "blob:http://8.8.8.8/x",
  "about:blank",
];

/** Addresses that must make no connection at all. */
export const FORBIDDEN_URLS: readonly string[] = [
  ...FORBIDDEN_IPV4.flatMap(spellingsOf).map((host) => `http://${host}/`),
  ...FORBIDDEN_IPV4.map((address) => `https://${address}/`),
  ...FORBIDDEN_IPV6.map((address) => `http://[${address}]/`),
  ...["fe80::1%25lo", "fe80::1%lo", "::1%25eth0", "2606:4700::1%25lo"].map((address) => `http://[${address}]/`),
  ...FORBIDDEN_NAMES.map((name) => `http://${name}/`),
  ...FORBIDDEN_PORTS.map((port) => `http://8.8.8.8:${port}/`),
  ...FORBIDDEN_SCHEMES,
];

/** Ordinary addresses, many next to a forbidden block, that must be reached. */
export const PUBLIC_ADDRESSES: readonly string[] = [
  "1.0.0.1",
  "1.1.1.1",
  "8.8.8.8",
  "9.255.255.255",
  "11.0.0.1",
  "100.63.255.255",
  "100.128.0.1",
  "114.114.114.114",
  "126.255.255.255",
  "128.0.0.1",
  "168.63.129.15",
  "169.253.255.255",
  "169.255.0.1",
  "172.15.255.255",
  "172.32.0.1",
  "192.0.1.1",
  "192.0.3.1",
  "192.31.195.255",
  "192.167.255.255",
  "192.169.0.1",
  "198.17.255.255",
  "198.20.0.1",
  "198.51.99.1",
  "203.0.112.1",
  "223.5.5.5",
  "223.255.255.254",
  "2001:200::1",
  "2001:4860:4860::8888",
  "2001:da8::1",
  "2400:3200::1",
  "2606:4700:4700::1111",
  "2620:fe::fe",
  "2a00:1450::1",
  "2c0f::1",
];
