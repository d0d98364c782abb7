import { expect, test } from "vitest";
import { addressFromOutside, qrLines } from "../../../src/commands/cli/address-code.ts";

const wlan = { address: "192.168.7.4", family: "IPv4", internal: false };
const loop = { address: "127.0.0.1", family: "IPv4", internal: true };
// Only these fields are read.
const interfaces = { lo: [loop], wlan0: [wlan] } as never;

test("the address for a phone is the first origin, or this machine's in its network, or none", () => {
  const of = (url: string, origins: readonly string[] = []) => addressFromOutside({ url, origins }, interfaces);
  expect(of("http://127.0.0.1:8080/chat/", ["https://chat.example"])).toBe("https://chat.example/chat/");
  expect(of("http://127.0.0.1:8080/", ["capacitor://localhost"])).toBeNull();
  expect(of("http://0.0.0.0:8080/")).toBe("http://192.168.7.4:8080/");
  expect(of("http://[::]:8080/chat/")).toBe("http://192.168.7.4:8080/chat/");
  expect(of("http://192.168.7.9:8080/")).toBe("http://192.168.7.9:8080/");
  expect(of("http://[::1]:8080/")).toBeNull();
  expect(addressFromOutside({ url: "http://0.0.0.0:1/", origins: [] }, { lo: [loop] } as never)).toBeNull();
});

test("a QR code has three squares in its corners, a quiet edge, and fits in 80 columns or is left out", () => {
  // oxlint-disable-next-line no-control-regex -- the colours of a terminal
  const plain = (qrLines(`https://chat.example/#in=${"a".repeat(22)}`) ?? []).map((line) =>
    line.replaceAll(/\u001B\[[\d;]*m/gu, ""),
  );
  const width = plain[0]?.length ?? 0;
  expect(width).toBeLessThanOrEqual(80);
  expect(new Set(plain.map((line) => line.length)).size).toBe(1);
  // Two modules of edge stand above and left of a square's outer ring, which is seven wide.
  expect(plain[0]).toBe("█".repeat(width));
  expect(plain[1]?.slice(0, 9)).toBe("██ ▄▄▄▄▄ ");
  expect(plain[1]?.slice(-9)).toBe(" ▄▄▄▄▄ ██");
  expect(qrLines(`https://chat.example/${"a".repeat(600)}`)).toBeNull();
});
