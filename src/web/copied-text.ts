/** What the page puts into a text that is none of its writer's words. */
const OURS = ".likeness";

/** What of a range people wrote, message by message; null where it holds nothing of a message, or nothing else. */
function writtenIn(range: Range): string | null {
  const around = range.commonAncestorContainer;
  const root = around instanceof Element ? around : around.parentElement;
  // Inside one text, or inside one card, the browser copies just that.
  if (root === null || root.closest(".text, .card") !== null) return null;
  const texts = [...root.querySelectorAll(".text")].filter((text) => range.intersectsNode(text));
  const parts = texts.map((text) => {
    const part = document.createRange();
    part.selectNodeContents(text);
    if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
      part.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
    const copy = part.cloneContents();
    for (const mark of copy.querySelectorAll(OURS)) mark.remove();
    return copy.textContent;
  });
  const written = parts.filter((part) => part !== "");
  return written.length === 0 ? null : written.join("\n");
}

/** Of messages that are copied, takes what was written in them: no card, no time, no mark. */
export function copyTexts(event: ClipboardEvent): void {
  const selection = document.getSelection();
  const written = selection === null || selection.rangeCount === 0 ? null : writtenIn(selection.getRangeAt(0));
  if (written === null) return;
  event.preventDefault();
  event.clipboardData?.setData("text/plain", written);
}
