import { Html } from "./html.ts";

/** The style of a report page: one column that fits 320 CSS pixels and up, light and dark, and paper. */
export const REPORT_STYLE = new Html(`
:root {
  color-scheme: light dark;
  --page: #fbfaf8; --card: #fff; --ink: #1d1c1a; --soft: #5c5851; --line: #dcd7ce; --accent: #8c2f1b;
  --in: #d8efdd; --in-ink: #14512a; --notice: #fdf0c8; --notice-ink: #5e4300;
  --out: #dbe7fa; --out-ink: #1b3f7a; --block: #f8d9d5; --block-ink: #7d1a12;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #171614; --card: #201f1c; --ink: #ece9e3; --soft: #aaa49a; --line: #3c3933; --accent: #f0a48f;
    --in: #163b24; --in-ink: #b6ebc7; --notice: #453508; --notice-ink: #fbe6a3;
    --out: #1a3157; --out-ink: #c7dafb; --block: #55201b; --block-ink: #fccfc9;
  }
}
* { box-sizing: border-box; }
html { background: var(--page); color: var(--ink); }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem;
  font: 1rem/1.55 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.25; text-wrap: balance; font-family: Georgia, "Noto Serif", "Noto Serif CJK SC", serif; font-weight: 600; }
h1 { font-size: clamp(1.6rem, 5vw, 2.4rem); margin: .2rem 0 .6rem; }
h2 { font-size: 1.4rem; margin: 2.8rem 0 .6rem; padding-top: .9rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.08rem; margin: 1.6rem 0 .5rem; }
p { margin: .5rem 0; }
a { color: inherit; text-decoration-color: var(--accent); text-underline-offset: .18em; }
a:hover { text-decoration-thickness: 2px; }
code, .hash { font: .86em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; }
.kicker, .soft, dt, caption, .label { color: var(--soft); font-size: .9rem; }
.kicker { margin: 0; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 1rem 0 0; padding: 0; font-size: .95rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .75rem; margin: 1.4rem 0; padding: 0; }
.figures > div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .85rem; }
.figures dd { margin: 0; font-size: 1.25rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
.timeline { list-style: none; margin: 1rem 0; padding: 0 0 0 1.1rem; border-left: 2px solid var(--line); }
.timeline > li { position: relative; margin: 0 0 1.1rem; }
.timeline > li::before {
  content: ""; position: absolute; left: -1.55rem; top: .5em; width: .7rem; height: .7rem;
  border-radius: 50%; border: 2px solid var(--accent); background: var(--page);
}
.timeline > .compared::before { background: var(--accent); }
.timeline time, .timeline strong { font-weight: 600; }
.timeline p { margin: .1rem 0; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); font-size: .95rem; }
caption { text-align: left; padding: .2rem 0 .4rem; }
th, td { border: 1px solid var(--line); padding: .45rem .6rem; text-align: left; vertical-align: top; }
thead th { font-size: .9rem; }
tbody th { font-weight: 500; }
th:first-child { width: 34%; }
.verdicts { list-style: none; margin: 0; padding: 0; display: grid; gap: .3rem; }
.verdict {
  display: inline-block; padding: .08rem .5rem; border-radius: .3rem; font-size: .9rem; font-weight: 550; line-height: 1.4;
  background: var(--out); color: var(--out-ink); print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
.verdict.open_in_place { background: var(--in); color: var(--in-ink); }
.verdict.notice { background: var(--notice); color: var(--notice-ink); }
.verdict.block { background: var(--block); color: var(--block-ink); }
.legend { display: flex; flex-wrap: wrap; gap: .4rem; margin: .6rem 0; padding: 0; list-style: none; }
.statements { margin: .8rem 0; padding: 0; list-style: none; display: grid; gap: .8rem; counter-reset: statement; }
.statements > li { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; }
.statements > li { counter-increment: statement; }
.statements > li > p:first-child::before { content: counter(statement) ". "; color: var(--soft); font-variant-numeric: tabular-nums; }
.statements p:first-child { margin-top: 0; }
.statements p:last-child { margin-bottom: 0; }
.statements dl, .sides { margin: .4rem 0; display: grid; gap: .45rem; }
.sides > div { display: grid; gap: .1rem .7rem; }
.statements dd { margin: 0; }
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
@media print {
  :root {
    color-scheme: light;
    --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #8c2f1b;
    --in: #d8efdd; --in-ink: #14512a; --notice: #fdf0c8; --notice-ink: #5e4300;
    --out: #dbe7fa; --out-ink: #1b3f7a; --block: #f8d9d5; --block-ink: #7d1a12;
  }
  @page { margin: 16mm 14mm; }
  html { font-size: 9.5pt; }
  body { padding: 0; max-width: none; }
  nav { display: none; }
  h2, h3 { break-after: avoid; }
  tr, .statements > li, .timeline > li, .figures > div, .rules > div { break-inside: avoid; }
  .rules a[href^="http"]::after, .timeline a[href^="http"]::after { content: " <" attr(href) ">"; font-size: .85em; color: var(--soft); }
}
`);
