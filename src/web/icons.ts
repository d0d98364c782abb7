const SVG = "http://www.w3.org/2000/svg";

/** Stroked paths on a 24 × 24 grid. The three verdicts are one doorway: ajar, with a way out beside it, and barred. */
const PATHS = {
  open_in_place: ["M5 21V4.5A1.5 1.5 0 0 1 6.5 3H17a2 2 0 0 1 2 2v16", "M3 21h18", "M9 21V8l6-2.5V21", "M12.4 13.4v.2"],
  open_externally: [
    "M12 21H5V4.5A1.5 1.5 0 0 1 6.5 3H14a2 2 0 0 1 2 2v2.5",
    "M3 21h9",
    "M11 15 20 11.5",
    "M15.6 10.6 20 11.5l-1.6 4.2",
  ],
  block: [
    "M5 21V4.5A1.5 1.5 0 0 1 6.5 3h11A1.5 1.5 0 0 1 19 4.5V21",
    "M3 21h18",
    "M5 9.5h14",
    "M5 15.5h14",
    "M12 3v18",
  ],
  gate: ["M3 21V7M21 21V7", "M1.8 7C6 6.6 9 5.2 12 3c3 2.2 6 3.6 10.2 4", "M8.7 20.2a6 6 0 1 1 6.6 0", "M3 21h18"],
  clock: ["M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z", "M12 7.5V12l3 2"],
  send: ["M4 12 20 4.5 15.5 20 11.5 13.5Z", "M11.5 13.5 20 4.5"],
  back: ["M15 5 8 12l7 7"],
  close: ["M6 6l12 12M18 6 6 18"],
  more: ["M5.5 12h.1M12 12h.1M18.5 12h.1"],
  bin: ["M4.5 6.5h15M9.5 6.5V4h5v2.5", "M6.5 6.5 7.5 20.5h9l1-14", "M10.5 10.5v6M13.5 10.5v6"],
  search: ["M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z", "M15.2 15.2 20.5 20.5"],
  plus: ["M12 5v14M5 12h14"],
  copy: ["M9 9h10v11H9z", "M15 9V4H5v11h4"],
  out: ["M14 4h6v6", "M20 4 11 13", "M18 14v6H4V6h6"],
  app: ["M7 3h10v18H7z", "M11 18h2"],
  scales: ["M12 4v16M7 20h10M5 7h14", "M5 7l-2.5 6h5zM19 7l-2.5 6h5z"],
  down: ["M6 10l6 6 6-6"],
  flag: ["M6 21V4", "M6 4.5h11.5L15 8.5l2.5 4H6"],
  once: ["M5 12.5 10 17.5 19 7"],
  twice: ["M2.5 12.5 7 17l8-9.5", "M12 16.2 13 17.2 21.5 7.5"],
  alert: ["M12 4 21 20H3Z", "M12 10v4.5M12 17.2v.1"],
  people: [
    "M9 11.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4Z",
    "M3 20c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5",
    "M15.5 5.4a3.2 3.2 0 0 1 0 5.9M17.5 15c2.2.7 3.5 2.5 3.5 5",
  ],
} as const;
export type IconName = keyof typeof PATHS;

/** A picture beside words that say the same, so it is hidden from screen readers. */
export function icon(name: IconName): SVGSVGElement {
  const made = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" })) {
    made.setAttribute(key, value);
  }
  made.classList.add("icon");
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    made.append(path);
  }
  return made;
}
