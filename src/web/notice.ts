import { button, element } from "./elements.ts";
import { icon } from "./icons.ts";
import { words } from "./language.ts";

/** The one notice page that a verdict may ask for, before the page itself. @param onward  Goes there. */
export function showNotice(target: string, onward: () => void): void {
  const { card } = words();
  const dialog = element(
    "dialog",
    { class: "notice", "aria-labelledby": "notice-title" },
    icon("gate"),
    element("h2", { id: "notice-title" }, card.noticeTitle),
    element("p", {}, element("bdi", { class: "address", dir: "ltr", translate: "no" }, target)),
    element("p", {}, card.noticeText),
    element(
      "div",
      { class: "ways" },
      button([card.cancel], () => dialog.close()),
      button(
        [icon("out"), card.proceed],
        () => {
          dialog.close();
          onward();
        },
        { class: "primary" },
      ),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
