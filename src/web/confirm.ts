import { button, element } from "./elements.ts";

interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** Asks before something that cannot be taken back, in the colour of what ends. The page's own words, so that it speaks the page's language. */
export function confirm({ title, text, yes, no }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = false;
    const dialog = element(
      "dialog",
      { class: "notice", "aria-labelledby": "confirm-title" },
      element("h2", { id: "confirm-title" }, title),
      element("p", {}, text),
      element(
        "div",
        { class: "ways" },
        button([no], () => dialog.close()),
        button(
          [yes],
          () => {
            answer = true;
            dialog.close();
          },
          { class: "primary danger" },
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
