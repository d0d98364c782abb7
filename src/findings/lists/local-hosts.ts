/**
 * Names of this machine and of local networks. Sources: RFC 6761, sections 6.3; RFC 6762, section 3; RFC 8375; ICANN board
 * resolution 2024.07.29.06 (`internal`); the hosts files of Debian and macOS. Read 2026-11-28.
 */
const LOCAL_NAMES: ReadonlySet<string> = new Set([
  "localhost",
  "localdomain",
  "local",
  "localhost4",
  "localhost6",
  "broadcasthost",
  "ip6-localhost",
  "ip6-loopback",
  "ip6-localnet",
  "ip6-mcastprefix",
  "ip6-allnodes",
  "ip6-allrouters",
  "ip6-allhosts",
  "home.arpa",
  "internal",
  "lan",
]);
const LOCAL_ENDS = /\.(?:localhost|localdomain[46]?|local|home\.arpa|internal|lan)$/u;

/** Every name that {@link isLocalHost} tells and that has a dot ends in one of these. */
export const LOCAL_TOPS: readonly string[] = [
  "localhost",
  "localdomain",
  "localdomain4",
  "localdomain6",
  "local",
  "arpa",
  "internal",
  "lan",
];

/** Whether a canonical host is this machine's or a local network's, by its name or as an address that never leaves it. */
export function isLocalHost(host: string): boolean {
  if (LOCAL_NAMES.has(host) || LOCAL_ENDS.test(host)) return true;
  if (host.startsWith("["))
    return /^\[(?:::1?|fe[89ab][0-9a-f]:.*|ff[0-9a-f]{2}:.*|::ffff:7f.*|::ffff:0:0)\]$/u.test(host);
  return /^(?:127\.|0\.|169\.254\.|255\.255\.255\.255$)[\d.]*$/u.test(host);
}
