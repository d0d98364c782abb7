import { ACTIONS, LOCALES, type Locale } from "../policy/types.ts";
import { button, element } from "./elements.ts";
import { gatewayAddress } from "./address.ts";
import { icon } from "./icons.ts";
import { LANGUAGES, locale, words } from "./language.ts";
import { docsLink } from "./other-places.ts";
import { demoSignIn, pastedToken, signIn } from "./session.ts";
import { isOneOf } from "../input/words.ts";

/** A choice of language; `lang` on every name, because each is in its own. */
export function languageSelect(onChoose: (locale: Locale) => void): HTMLElement {
  const select = element("select", { id: "language", "data-control": "language" });
  for (const [code, language] of Object.entries(LANGUAGES)) {
    select.append(element("option", { value: code, lang: code, selected: code === locale() }, language));
  }
  select.addEventListener("change", () => {
    if (isOneOf(LOCALES, select.value)) onChoose(select.value);
  });
  return element(
    "div",
    { class: "field compact" },
    element("label", { for: "language" }, words().signIn.languageLabel),
    select,
  );
}

interface SignInParts {
  readonly onToken: (token: string) => void;
  readonly onLocale: (locale: Locale) => void;
  /** Why one has to sign in again, if there is a reason. */
  readonly why: string | null;
}

/** The door: a name, or a token where names are not enough. */
export function signInView({ onToken, onLocale, why }: SignInParts): HTMLElement {
  const text = words().signIn;
  const name = element("input", {
    id: "name",
    name: "name",
    autocomplete: "username",
    autocapitalize: "off",
    spellcheck: "false",
    maxlength: 64,
    required: true,
    "aria-describedby": "name-hint sign-in-error",
  });
  const error = element("p", { id: "sign-in-error", class: "error", role: "alert" }, why);
  const submit = element("button", { type: "submit", class: "primary wide" }, text.submit);
  const form = element(
    "form",
    { class: "sign-in-form" },
    element("h2", {}, text.title),
    element("label", { for: "name" }, text.name),
    name,
    element("p", { id: "name-hint", class: "hint" }, text.hint),
    error,
    submit,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit.disabled = true;
    void signIn(name.value.trim()).then((answer) => {
      submit.disabled = false;
      if (answer.kind === "signed_in") {
        onToken(answer.token);
        return;
      }
      error.textContent = text[answer.because];
      name.setAttribute("aria-invalid", "true");
      name.focus();
    });
  });
  const token = element("textarea", { id: "token", rows: 3, spellcheck: "false", "aria-describedby": "token-hint" });
  const useToken = () => {
    const given = pastedToken(token.value);
    if (given !== "") onToken(given);
    else token.focus();
  };
  token.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    useToken();
  });
  const withToken = element(
    "details",
    { class: "with-token" },
    element("summary", {}, text.withToken),
    element("label", { for: "token" }, text.token),
    token,
    element("p", { id: "token-hint", class: "hint" }, text.tokenHint),
    button([text.submit], useToken),
  );
  const demo = element("p", { class: "demo-notice", role: "status", hidden: true });
  void demoSignIn().then((who) => {
    demo.hidden = who !== "everyone";
    if (!demo.hidden) demo.textContent = text.demo;
    if (who === "off") withToken.open = true;
  });
  const doors = ACTIONS.map((action) =>
    element("li", { "data-action": action }, icon(action), words().card.action[action]),
  );
  return element(
    "main",
    { class: "sign-in" },
    element(
      "div",
      { class: "welcome" },
      element("img", { src: gatewayAddress("/web/gate.svg"), alt: "", width: 168, height: 168 }),
      element("h1", {}, element("span", { lang: "zh-CN" }, "互通"), locale() === "zh-CN" ? null : " Hutong"),
      element("p", { class: "tagline" }, words().tagline),
      element("ul", { class: "doors" }, ...doors),
    ),
    element("div", { class: "entrance" }, demo, form, withToken, languageSelect(onLocale), docsLink()),
  );
}
