import type { LinkReport } from "../report/report.ts";
import { citation } from "./citation.ts";
import { element } from "./elements.ts";
import { aside, labelled, words } from "./language.ts";

type Payment = LinkReport["payments"][number];

/** The status of a payment with its day. Reports of messages kept long ago tell `since` and `by: true`. */
function paymentText({ method, status, since, by }: Payment): string {
  const { method: methods, status: states, card } = words();
  const day = by === undefined ? card.since(since ?? "") : card.by(since ?? by);
  return labelled(methods[method] ?? method.replaceAll("_", " "), states[status] + aside(day));
}

function otherVoices({ against = [] }: Payment) {
  const { status: states, otherwise } = words();
  return against.map(({ status, source }) => ({ text: labelled(otherwise, states[status]), source }));
}

/** What is on record of each payment, in words alone. */
export function paymentWords({ payments }: LinkReport): string[] {
  return payments.map((payment) =>
    [paymentText(payment), payment.note, ...otherVoices(payment).map(({ text }) => text)]
      .filter((part) => part !== undefined)
      .join(words().marks.semicolon),
  );
}

/** The same with the source of each. */
export function paymentRow(payment: Payment): HTMLElement {
  return element(
    "li",
    {},
    element("span", {}, paymentText(payment)),
    payment.note !== undefined && element("span", { class: "note" }, payment.note),
    element("span", { class: "source" }, citation(payment.source)),
    ...otherVoices(payment).flatMap(({ text, source }) => [
      element("span", { class: "note" }, text),
      element("span", { class: "source" }, citation(source)),
    ]),
  );
}
