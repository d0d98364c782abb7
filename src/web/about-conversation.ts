import { BOT, type Chat, type Chats } from "./chats.ts";
import { confirm } from "./confirm.ts";
import { button, element, redraw } from "./elements.ts";
import { wordsOfError } from "./failure-words.ts";
import { icon } from "./icons.ts";
import { words } from "./language.ts";
import { namesIn, shownName } from "./names.ts";

interface AboutParts {
  /** Shows how the chat's newest links fare under other rules. */
  readonly showOtherRules: () => void;
  readonly announce: (text: string) => void;
}

/** Who is in a group and who comes or goes; for a chat of two, whether the other is heard at all. Of each one may complain. */
export function aboutConversation(chats: Chats, chat: Chat, { showOtherRules, announce }: AboutParts): void {
  const text = words().about;
  const error = element("p", { class: "error", role: "alert" });
  const body = element("div", { class: "about" });
  const title = chat.kind === "group" ? text.members : shownName(chat.title);
  const dialog = element(
    "dialog",
    { class: "notice", "aria-labelledby": "about-title" },
    element("h2", { id: "about-title" }, element("bdi", {}, title)),
    body,
    error,
    element(
      "div",
      { class: "ways" },
      button([icon("scales"), words().panel.title], () => {
        dialog.close();
        showOtherRules();
      }),
      button([text.close], () => dialog.close()),
    ),
  );

  function act(work: () => Promise<void>): void {
    error.textContent = "";
    work()
      .then(draw)
      .catch((fault: unknown) => (error.textContent = wordsOfError(fault, chat.title)));
  }

  function say(sentence: string): void {
    error.textContent = sentence;
  }

  async function complainOf(user: string): Promise<void> {
    const { showComplaint } = await import("./complaint.ts");
    const { conversation } = chat;
    if (conversation === null) return;
    dialog.close();
    const title = words().complaint.titlePerson(shownName(user));
    const about = { user, conversation };
    showComplaint({ client: chats.client, about, kinds: ["harmful"], title, announce });
  }

  /** Of somebody else's doings, not of one's own, the gateway's bot or somebody who was erased. */
  function complaintButton(user: string): HTMLElement | false {
    if (chat.conversation === null || user === chats.me || user === BOT || user.startsWith("~")) return false;
    return button([words().complaint.openPerson(shownName(user))], () => void complainOf(user), {
      control: `complaint ${user}`,
    });
  }

  function draw(): void {
    if (chat.kind === "group") redraw(body, ...groupParts(chats, chat, { act, say, leave, complaintButton }));
    else redraw(body, ...pairParts(chats, chat, act), complaintButton(chat.title));
  }

  async function leave(): Promise<void> {
    const question = { title: text.leaveTitle, text: text.leaveText, yes: text.leave, no: words().card.cancel };
    if (!(await confirm(question))) return;
    await chats.changeMembers(chat, { remove: [chats.me] });
    dialog.close();
  }

  draw();
  act(() => chats.loadMembers(chat));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

type Act = (work: () => Promise<void>) => void;

function pairParts(chats: Chats, { title: user }: Chat, act: Act): HTMLElement[] {
  const text = words().about;
  const title = shownName(user);
  const isBlocked = chats.blocks.has(user);
  return [
    element("p", {}, isBlocked ? text.isBlocked(title) : text.blockText(title)),
    button([isBlocked ? text.unblock(title) : text.block(title)], () => act(() => chats.block(user, !isBlocked)), {
      control: "block",
    }),
  ];
}

interface GroupActs {
  readonly act: Act;
  readonly say: (sentence: string) => void;
  readonly leave: () => Promise<void>;
  readonly complaintButton: (user: string) => HTMLElement | false;
}

function groupParts(chats: Chats, chat: Chat, { act, say, leave, complaintButton }: GroupActs): HTMLElement[] {
  const text = words().about;
  const isAdmin = chat.admin === chats.me;
  const members = element(
    "ul",
    { class: "members", "aria-label": text.members },
    ...chat.members.map((name) =>
      element(
        "li",
        {},
        element("bdi", {}, shownName(name)),
        name === chat.admin && element("span", { class: "hint" }, text.admin),
        complaintButton(name),
        isAdmin &&
          name !== chats.me &&
          button([text.removeMember(shownName(name))], () => act(() => chats.changeMembers(chat, { remove: [name] })), {
            control: `remove ${name}`,
          }),
      ),
    ),
  );
  if (!chat.isMember) return [members];
  const field = element("input", {
    id: "add-members",
    autocomplete: "off",
    "aria-describedby": "add-members-hint",
    "data-control": "add",
  });
  const form = element(
    "form",
    { class: "start" },
    element("label", { for: "add-members" }, text.add),
    field,
    element("p", { id: "add-members-hint", class: "hint" }, text.addHint),
    element("button", { type: "submit", class: "primary" }, text.addSubmit),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const names = namesIn(field.value);
    if (names === null) say(words().signIn.badName);
    else act(() => chats.changeMembers(chat, { add: names }));
  });
  return [members, form, button([text.leave], () => act(leave), { class: "danger" })];
}
