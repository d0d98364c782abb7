import { gatewayAddress } from "./address.ts";
import { inTab } from "./kept.ts";

/** Kept in the tab: two tabs may be two people. */
const TOKEN = "hutong.token";
const DEVICE = "hutong.device";
/** The moderators' page has a token of its own, kept in the tab too: who moderates need not be who chats. */
export const MODERATOR_TOKEN = "hutong.moderator";

export const storedToken = (): string | null => inTab.getItem(TOKEN);
export const keepToken = (token: string): void => inTab.setItem(TOKEN, token);
export const forgetToken = (): void => inTab.removeItem(TOKEN);

/** A token as it was pasted: a terminal breaks lines, and others put quotes or the word for the header around it. */
export const pastedToken = (text: string): string =>
  text.replace(/^[\s"']*bearer\s+/iu, "").replace(/[\s"'\p{Default_Ignorable_Code_Point}]+/gu, "");

/** This tab's own name among the devices of its user. */
export function deviceName(): string {
  const known = inTab.getItem(DEVICE);
  if (known !== null) return known;
  const made = `web-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  inTab.setItem(DEVICE, made);
  return made;
}

export const socketAddress = (): string =>
  `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${gatewayAddress("/v1/ws")}`;

export type SignIn =
  | { readonly kind: "signed_in"; readonly token: string }
  | { readonly kind: "refused"; readonly because: "badName" | "notHere" | "tooMany" | "unreachable" };

/** Who may sign in by a name alone. */
export type DemoSignIn = "off" | "this_machine" | "everyone";

/** What the gateway says of sign-in by name; null when it does not answer. */
export async function demoSignIn(): Promise<DemoSignIn | null> {
  try {
    const answer = await fetch(gatewayAddress("/v1/demo-sign-in"));
    if (!answer.ok) return null;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page trusts the gateway it came from and carries no schema
    const { demoSignIn: state } = (await answer.json()) as { demoSignIn: DemoSignIn };
    return state;
  } catch {
    return null;
  }
}

/** Signs in under a name, where the gateway allows it. */
export async function signIn(user: string): Promise<SignIn> {
  let answer: Response;
  try {
    answer = await fetch(gatewayAddress("/v1/demo-sign-in"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user }),
    });
  } catch {
    return { kind: "refused", because: "unreachable" };
  }
  if (answer.ok) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same gateway, the same trust
    const { token } = (await answer.json()) as { token: string };
    return { kind: "signed_in", token };
  }
  const because = new Map<number, "badName" | "tooMany" | "notHere">([
    [400, "badName"],
    [422, "badName"],
    [429, "tooMany"],
    [403, "notHere"],
    [404, "notHere"],
  ]).get(answer.status);
  return { kind: "refused", because: because ?? "unreachable" };
}

/** What stands behind the `#` of a printed link that signs in once. */
const CODE = /^#in=([\w-]{1,64})$/u;

/** Signs in by the code of a printed link, which leaves the address at once. `used`: it is no good any more. */
export async function signInByLink(): Promise<"none" | "used" | { readonly token: string }> {
  const code = CODE.exec(location.hash)?.[1];
  if (code === undefined) return "none";
  history.replaceState(null, "", location.pathname);
  try {
    const answer = await fetch(gatewayAddress("/v1/sign-in-code"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code }),
    });
    if (!answer.ok) return "used";
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same gateway, the same trust
    return { token: ((await answer.json()) as { token: string }).token };
  } catch {
    return "used";
  }
}
