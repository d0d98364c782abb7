import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openBrowser } from "../support/programs/browser.ts";

/** Draws the icons of the installed page anew from `src/web/gate.svg`: `node test/generators/app-icons.ts`. */
const WEB = new URL("../../src/web/", import.meta.url);
/** Of an icon that a system cuts to its own shape: what every shape leaves stands within four fifths of its middle. */
const SAFE_PART = 0.72;

/** @param ground  What stands behind the gate, out to the edges; null: nothing, and the gate fills the icon. */
const ICONS = [
  { file: "gate-192.png", sizePx: 192, ground: null },
  { file: "gate-512.png", sizePx: 512, ground: null },
  { file: "gate-full-512.png", sizePx: 512, ground: "#e9e7e1" },
  { file: "gate-full-180.png", sizePx: 180, ground: "#e9e7e1" },
] as const;

const gate = readFileSync(new URL("gate.svg", WEB)).toString("base64");
const browser = await openBrowser();
try {
  const page = await browser.newPage();
  for (const { file, sizePx, ground } of ICONS) {
    const gatePx = ground === null ? sizePx : Math.round(sizePx * SAFE_PART);
    await page.setViewportSize({ width: sizePx, height: sizePx });
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground ?? "transparent"}">` +
        `<img width="${gatePx}" height="${gatePx}" src="data:image/svg+xml;base64,${gate}">`,
    );
    await page.screenshot({ path: fileURLToPath(new URL(file, WEB)), omitBackground: true });
  }
} finally {
  await browser.close();
}
