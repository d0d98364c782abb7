// These run inside the page, where there is a DOM; in-page.d.ts gives their types.

/** Texts whose contrast with what lies behind them is under `least`. Formula: WCAG 2.2, contrast ratio and relative luminance. */
export function faintTexts(least) {
  const channels = (colour) => (colour.match(/[\d.]+/gu) ?? []).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour)
      .slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (start) => {
    for (let place = start; place !== null; place = place.parentElement) {
      const { backgroundColor } = getComputedStyle(place);
      if ((channels(backgroundColor)[3] ?? 1) > 0) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const found = [];
  for (const place of document.querySelectorAll("body *")) {
    const own = [...place.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "",
    );
    if (!own || place.getClientRects().length === 0) continue;
    const [a, b] = [luminance(getComputedStyle(place).color), luminance(behind(place))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < least) found.push(`${place.textContent}: ${contrast.toFixed(2)}`);
  }
  return found;
}

/** Everything that can be used but has no name to call it by. */
export function nameless() {
  return [...document.querySelectorAll("button, a, input, select, textarea, summary")]
    .filter((control) => {
      const isLabelled = (control.labels?.length ?? 0) > 0 || control.ariaLabel !== null;
      return !isLabelled && control.textContent.trim() === "";
    })
    .map((control) => control.outerHTML);
}

export const scrollsSideways = () => document.documentElement.scrollWidth > innerWidth;

/** What has the focus: its class, its `data-control`, and how its outline is drawn. */
export function focused() {
  const { className, dataset } = document.activeElement;
  return {
    className,
    control: dataset.control ?? null,
    outline: getComputedStyle(document.activeElement).outlineStyle,
  };
}

/** Elements that move by themselves or glide when they change. */
export function movingParts() {
  return [...document.querySelectorAll("*")]
    .filter((place) => {
      const { animationName, transitionDuration } = getComputedStyle(place);
      return animationName !== "none" || transitionDuration.split(", ").some((text) => text !== "0s");
    })
    .map(({ tagName, className }) => `${tagName} ${className}`);
}

/**
 * Reads the open chat to its end, at most so many pages: up by scrolling, or down by a key. Tells the numbers in its texts as they
 * come into sight, each once, in that order, and the most rows of the log and elements of the page that stood there at once.
 * Fails where what is in sight is not in order, or stands there twice.
 */
export async function readThrough({ by, pages }) {
  const scroller = document.querySelector(".scroller");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const met = new Set();
  let most = 0;
  let elements = 0;
  for (let [page, still] = [0, 0]; page < pages && still < 5; page += 1) {
    const { top, bottom } = scroller.getBoundingClientRect();
    const rows = [...scroller.querySelectorAll(".log > li")];
    const numbers = rows
      .filter((row) => row.getBoundingClientRect().bottom > top && row.getBoundingClientRect().top < bottom)
      .map((row) => Number(/\d+/u.exec(row.querySelector(".text").textContent)[0]));
    if (numbers.some((number, at) => at > 0 && number !== numbers[at - 1] + 1))
      throw new Error(`Not in order: ${numbers.join(" ")}`);
    const known = met.size;
    for (const number of by === "scroll" ? numbers.toReversed() : numbers) met.add(number);
    most = Math.max(most, rows.length);
    elements = Math.max(elements, document.querySelectorAll("*").length);
    still = met.size > known || scroller.getAttribute("aria-busy") === "true" ? 0 : still + 1;
    // The browser tells of a scroll before the next frame, and the log comes along in it.
    if (by === "scroll") scroller.scrollBy(0, 48 - scroller.clientHeight);
    else scroller.dispatchEvent(new KeyboardEvent("keydown", { key: by, bubbles: true, cancelable: true }));
    await frame();
  }
  return { met: [...met], most, elements };
}

/** Marks when the page hears a key, `key`, and the frame in which another case is drawn, `next`. */
export function markNextCase(name) {
  const title = () => document.querySelector(".case-head #case-title")?.textContent ?? "";
  const shown = title();
  const onKey = (event) => {
    if (event.key === name) performance.mark("key", { startTime: event.timeStamp });
  };
  const observer = new MutationObserver(() => {
    if (title() === "" || title() === shown) return;
    observer.disconnect();
    requestAnimationFrame(() => performance.mark("next"));
  });
  performance.clearMarks();
  document.addEventListener("keydown", onKey, { capture: true, once: true });
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
}

/** Tables whose columns do not all fit beside each other. */
export function cutTables() {
  return [...document.querySelectorAll(".table.wide")].filter((place) => place.scrollWidth > place.clientWidth + 1)
    .length;
}
