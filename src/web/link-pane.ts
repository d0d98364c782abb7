import type { LinkReport } from "../report/report.ts";
import type { OpenedFrame } from "../protocol/client-frames.ts";
import { imageAddress, leaveTo, pageAddress } from "./address.ts";
import { askForText } from "./article-request.ts";
import { articleView } from "./article-view.ts";
import { button, element } from "./elements.ts";
import { icon } from "./icons.ts";
import { words } from "./language.ts";
import { hostOf, nameOf } from "./link-words.ts";

/**
 * What a page in the chat may do: run its scripts and take what is typed into it. It stays without an origin (it reads no cookie and
 * no storage, ours least of all), opens no window and moves no other page than itself.
 */
const MAY = "allow-scripts allow-forms";

/** How a page is shown: as itself where it lets others frame it, else by its text. */
type Shown = "frame" | "text";

/** A frame over https holds no page of http: browsers call that mixed content. */
function canFrame({ resolution }: LinkReport, target: string): boolean {
  return resolution.page?.frameable === true && (location.protocol === "http:" || target.startsWith("https:"));
}

function frameOf(target: string, title: string): HTMLElement {
  return element("iframe", {
    src: target,
    title,
    sandbox: MAY,
    referrerpolicy: "no-referrer",
    // Where a browser knows it, the page is met without what the reader's browser keeps for it.
    credentialless: true,
  });
}

/** Title, picture and the way outside, where there is no more of a page to be shown. */
function summary(report: LinkReport, target: string): HTMLElement {
  const { pane, card } = words();
  const { title, description, image } = report.resolution.page ?? {};
  const source = imageAddress(image);
  const picture = source === null ? null : element("img", { src: source, alt: "" });
  picture?.addEventListener("error", () => picture.remove());
  return element(
    "div",
    { class: "pane-summary" },
    picture ?? icon("gate"),
    element("h3", { dir: "auto" }, title ?? nameOf(report)),
    description !== undefined && element("p", { class: "preview-text", dir: "auto" }, description),
    element("p", {}, element("bdi", { class: "address", dir: "ltr", translate: "no" }, target)),
    element("p", { class: "hint" }, pane.nothing),
    button([icon("out"), card.openOutside], () => leaveTo(target), { class: "primary" }),
  );
}

/** The step of the browser's history that an open page is. */
const OWN_STEP = { pane: true };
const isOwnStep = (state: unknown): boolean => typeof state === "object" && state !== null && "pane" in state;

/** A page beside the chat. @param onClose  After it is gone. */
export function linkPane({ onClose }: { readonly onClose: () => void }) {
  const title = element("h2", { id: "pane-title", tabindex: -1 });
  const from = element("p", { class: "pane-host" });
  const body = element("div", { class: "pane-body" });
  const tools = element("div", { class: "pane-tools" });
  const pane = element("section", { class: "pane", "aria-labelledby": "pane-title", hidden: true });
  let asking = new AbortController();

  /** Back, as a phone has it, leads from the page to the chat. */
  function onBack(): void {
    if (!pane.hidden) close();
  }

  function hide(): void {
    if (pane.hidden) return;
    close();
    // Its own step is taken back; a step further, to another chat, stays.
    if (isOwnStep(history.state)) history.back();
  }

  function close(): void {
    asking.abort();
    pane.hidden = true;
    // A page that nobody sees runs no further.
    body.replaceChildren();
    document.removeEventListener("keydown", onKey);
    removeEventListener("popstate", onBack);
    onClose();
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    hide();
  }

  async function showText(opened: OpenedFrame, target: string): Promise<void> {
    const { signal } = asking;
    body.setAttribute("aria-busy", "true");
    body.replaceChildren(element("p", { class: "waiting", role: "status" }, words().pane.loading));
    const text = opened.article === undefined ? null : await askForText(opened.article, signal);
    if (signal.aborted) return;
    body.removeAttribute("aria-busy");
    body.scrollTop = 0;
    body.replaceChildren(text === null ? summary(opened.report, target) : articleView(text));
  }

  function draw(opened: OpenedFrame, target: string, shown: Shown): void {
    const text = words().pane;
    asking.abort();
    asking = new AbortController();
    const other: Shown = shown === "frame" ? "text" : "frame";
    const hasBoth = canFrame(opened.report, target) && opened.article !== undefined;
    tools.replaceChildren(
      ...(hasBoth
        ? [
            button([shown === "frame" ? text.asText : text.asPage], () => draw(opened, target, other), {
              class: "plain",
            }),
          ]
        : []),
      button([icon("out"), element("span", {}, text.outside)], () => leaveTo(target), {
        class: "outside",
        title: words().card.openOutside,
      }),
    );
    body.classList.toggle("framed", shown === "frame");
    if (shown === "text") void showText(opened, target);
    else body.replaceChildren(frameOf(target, text.label(hostOf(target))));
  }

  pane.append(
    element(
      "header",
      {},
      button([icon("close")], hide, { class: "plain", "aria-label": words().pane.close, title: words().pane.close }),
      element("div", { class: "whom" }, title, from),
      tools,
    ),
    body,
  );
  return {
    element: pane,
    /** False where the fresh report has no page to show. */
    show(opened: OpenedFrame): boolean {
      const target = pageAddress(opened.report.open.web);
      if (target === null) return false;
      const { page } = opened.report.resolution;
      title.textContent = page?.title ?? nameOf(opened.report);
      from.textContent = hostOf(target);
      if (pane.hidden) {
        document.addEventListener("keydown", onKey);
        history.pushState(OWN_STEP, "");
        addEventListener("popstate", onBack);
      }
      pane.hidden = false;
      draw(opened, target, canFrame(opened.report, target) ? "frame" : "text");
      title.focus();
      return true;
    },
    hide,
  };
}
