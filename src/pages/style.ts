import { readFileSync } from "node:fs";
import { Html } from "./html.ts";

/** Colours and faces of the chat page, which reports wear too. Light on paper. */
const TOKENS = readFileSync(new URL("../web/tokens.css", import.meta.url), "utf8");

/** The style of a report page: one column that fits 320 CSS pixels and up, light and dark, and paper. */
export const REPORT_STYLE = new Html(`${TOKENS}
* { box-sizing: border-box; }
html { background: var(--wall); color: var(--ink); }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem;
  font: 1rem/1.55 var(--sans); overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.25; text-wrap: balance; font-family: var(--serif); font-weight: 600; }
h1 { font-size: clamp(1.6rem, 5vw, 2.4rem); margin: .2rem 0 .6rem; }
h2 { font-size: 1.4rem; margin: 2.8rem 0 .6rem; padding-top: .9rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.08rem; margin: 1.6rem 0 .5rem; }
p { margin: .5rem 0; }
a { color: inherit; text-decoration-color: var(--accent); text-underline-offset: .18em; }
a:hover { text-decoration-thickness: 2px; }
code, .hash { font: .86em/1.4 var(--mono); }
.kicker, .soft, dt, caption, .label { color: var(--soft); font-size: .9rem; }
.kicker { margin: 0; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 1rem 0 0; padding: 0; font-size: .95rem; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.4rem 0; padding: 0; }
.figures > div { flex: 1 1 10.5rem; max-width: 21rem; background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .85rem; }
.figures dd { margin: 0; font-size: 1.25rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
.timeline { list-style: none; margin: 1rem 0; padding: 0 0 0 1.1rem; border-left: 2px solid var(--line); }
.timeline > li { position: relative; margin: 0 0 1.1rem; }
.timeline > li::before {
  content: ""; position: absolute; left: -1.55rem; top: .5em; width: .7rem; height: .7rem;
  border-radius: 50%; border: 2px solid var(--accent); background: var(--wall);
}
.timeline > .compared::before { background: var(--accent); }
.timeline time, .timeline strong { font-weight: 600; }
.timeline p { margin: .1rem 0; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; background: var(--raised); border: 1px solid var(--line); font-size: .95rem; }
caption { text-align: left; padding: .2rem 0 .4rem; }
th, td { border: 1px solid var(--line); padding: .45rem .6rem; text-align: left; vertical-align: top; }
thead th { font-size: .9rem; }
tbody th { font-weight: 500; }
th:first-child { width: 34%; }
.verdicts { list-style: none; margin: 0; padding: 0; display: grid; gap: .3rem; }
.verdict {
  display: inline-block; padding: .08rem .5rem; border: 1px solid transparent; border-radius: .3rem; font-size: .9rem; font-weight: 550; line-height: 1.4;
  background: var(--open_externally-bg); color: var(--open_externally); print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
.verdict.open_in_place { background: var(--open_in_place-bg); color: var(--open_in_place); }
.verdict.block { background: var(--block-bg); color: var(--block); }
.verdict.notice { border: 1px dashed currentcolor; }
.legend { display: flex; flex-wrap: wrap; gap: .4rem; margin: .6rem 0; padding: 0; list-style: none; }
.statements { margin: .8rem 0; padding: 0; list-style: none; display: grid; gap: .8rem; counter-reset: statement; }
.statements > li { background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; }
.statements > li { counter-increment: statement; }
.statements > li > p:first-child::before { content: counter(statement) ". "; color: var(--soft); font-variant-numeric: tabular-nums; }
.statements p:first-child { margin-top: 0; }
.statements p:last-child { margin-bottom: 0; }
.statements dl, .sides { margin: .4rem 0; display: grid; gap: .45rem; }
.sides > div { display: grid; gap: .1rem .7rem; }
.statements dd { margin: 0; }
.hashes { margin: .6rem 0; }
.hashes dd { margin: 0 0 .3rem; }
.summary h2 { margin-top: 1.2rem; }
.whole { margin: .3rem 0; font-size: .9rem; }
.whole summary { color: var(--soft); cursor: pointer; }
.whole summary:focus-visible, a:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.whole ul { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: .2rem 0; padding: 0 0 0 1.1rem; }
.whole li { margin-right: .6rem; }
.rules dt { color: inherit; font-size: 1rem; font-weight: 600; margin-top: .9rem; }
.rules dd { margin: .1rem 0 0; }
ul.plain { margin: .4rem 0; padding-left: 1.2rem; }
footer { margin-top: 3rem; border-top: 2px solid var(--line); padding-top: .8rem; color: var(--soft); font-size: .9rem; }
@media (min-width: 40rem) { .sides > div { grid-template-columns: minmax(8rem, 14rem) 1fr; } }
@media (max-width: 30rem) {
  body { padding: 1.2rem .8rem 3rem; }
  th, td { padding: .4rem .4rem; }
  th:first-child { width: 29%; font-size: .88rem; }
  .verdict { padding: .08rem .3rem; font-size: .84rem; }
}
@page { size: A4; margin: 16mm 14mm 18mm; font: 8pt sans-serif; color: #575e65; }
@media print {
  :root { color-scheme: light; --wall: #fff; --raised: #fff; }
  html { font-size: 9.5pt; }
  body { padding: 0; max-width: none; }
  nav { display: none; }
  h2, h3, caption, .statements > li > p:first-child, .rules dt { break-after: avoid; }
  thead { display: table-header-group; break-after: avoid; }
  tbody > tr:first-child { break-before: avoid; }
  .verdict-table { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
  tr, section > p, .statements > li, .timeline > li, .figures > div, .rules > div, .legend { break-inside: avoid; }
  .legend, section > p:not(:last-child) { break-after: avoid; }
  .whole::details-content { content-visibility: visible; display: block; height: auto; }
  .whole summary { list-style: none; }
  .rules a[href^="http"]::after, .timeline a[href^="http"]::after { content: " <" attr(href) ">"; font-size: .85em; color: var(--soft); }
}
`);
