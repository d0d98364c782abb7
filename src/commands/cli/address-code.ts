import { networkInterfaces } from "node:os";
import { renderUnicodeCompact } from "uqr";
import { isLoopback } from "../../access/origins.ts";

/** The widest terminal that is counted on. Columns. */
const COLUMNS = 80;
/** Black on white, whatever the terminal's colours: some cameras read no other. */
const [PAPER, PLAIN] = ["\u001B[40;97m", "\u001B[0m"];

interface Reached {
  /** Where the gateway listens, as it tells it: `http://0.0.0.0:8080/`. */
  readonly url: string;
  /** Web origins that reach it, the first its own. */
  readonly origins: readonly string[];
}

/** The address under which another device has the gateway; null: none but this machine reaches it. */
export function addressFromOutside({ url, origins }: Reached, interfaces = networkInterfaces()): string | null {
  const own = new URL(url);
  const origin = origins.find((each) => /^https?:/u.test(each));
  if (origin !== undefined) return new URL(own.pathname, origin).href;
  const host = own.hostname.replaceAll(/[[\]]/gu, "");
  if (host !== "0.0.0.0" && host !== "::") return isLoopback(host) || host === "localhost" ? null : own.href;
  const [outside] = Object.values(interfaces).flatMap((each) =>
    (each ?? []).filter(({ internal, family }) => !internal && family === "IPv4"),
  );
  if (outside === undefined) return null;
  own.hostname = outside.address;
  return own.href;
}

/** An address as a QR code of half blocks, one line each; null where it would be wider than a terminal. */
export function qrLines(address: string): readonly string[] | null {
  const lines = renderUnicodeCompact(address, { ecc: "L", border: 2 }).split("\n");
  return (lines[0]?.length ?? 0) > COLUMNS ? null : lines.map((line) => PAPER + line + PLAIN);
}
