import type { Client } from "../client/index.ts";
import { isOneOf } from "../input/words.ts";
import { button, element } from "./elements.ts";
import { wordsOfError } from "./failure-words.ts";
import { locale, words } from "./language.ts";
import { COMPLAINT_WORDS } from "./words/complaint-words.ts";

/** What a complaint may say. Only a link can be wrongly blocked. */
const KINDS = ["harmful", "wrongly_blocked"] as const;

interface ComplaintParts {
  readonly client: Pick<Client, "complain" | "welcome">;
  readonly about: Parameters<Client["complain"]>[0];
  /** Of what one wrote oneself nobody complains as harmful, and of what opens nobody as blocked. */
  readonly kinds: readonly (typeof KINDS)[number][];
  /** What is asked: of the link, the message or the person. */
  readonly title: string;
  /** Tells how it went, once the dialog is gone. */
  readonly announce: (text: string) => void;
}

/** Asks what is wrong with a link, a message or a person, and tells the moderators. */
export function showComplaint({ client, about, kinds, title, announce }: ComplaintParts): void {
  const text = COMPLAINT_WORDS[locale()];
  const kind = element(
    "select",
    { id: "complaint-kind" },
    ...kinds.map((each) => element("option", { value: each }, text.kind[each])),
  );
  const note = element("textarea", {
    id: "complaint-note",
    rows: 3,
    dir: "auto",
    lang: "",
    maxlength: client.welcome?.limits.maxNoteLength,
  });
  const error = element("p", { class: "error", role: "alert" });
  async function send(): Promise<void> {
    const said = note.value.trim();
    try {
      await client.complain(
        about,
        isOneOf(KINDS, kind.value) ? kind.value : "harmful",
        said === "" ? {} : { note: said },
      );
    } catch (fault) {
      error.textContent = wordsOfError(fault);
      return;
    }
    dialog.close();
    announce(text.sent);
  }
  const dialog = element(
    "dialog",
    { class: "notice", "aria-labelledby": "complaint-title" },
    element("h2", { id: "complaint-title" }, title),
    element("p", {}, text.what),
    kinds.length > 1 &&
      element("div", { class: "field" }, element("label", { for: "complaint-kind" }, text.kindLabel), kind),
    element("div", { class: "field" }, element("label", { for: "complaint-note" }, text.note), note),
    error,
    element(
      "div",
      { class: "ways" },
      button([words().about.close], () => dialog.close()),
      button([text.send], () => void send(), { class: "primary" }),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
