/** What a request would spend or confirm. */
export type OneTimeKind = "token" | "sign_in" | "unsubscribe" | "payment" | "confirmation";

/** First labels of hosts that exist to sign people in or take their money. */
const HOST_LABELS: ReadonlyMap<string, OneTimeKind> = new Map([
  ...["login", "signin", "sso", "passport", "auth", "oauth", "accounts"].map((label) => [label, "sign_in"] as const),
  ...["cashier", "checkout", "pay", "payment"].map((label) => [label, "payment"] as const),
  ...["unsubscribe", "optout"].map((label) => [label, "unsubscribe"] as const),
]);

/** Path segments, compared without case, hyphen, underscore and ending. */
const SEGMENTS: ReadonlyMap<string, OneTimeKind> = new Map([
  ...[
    "login",
    "logon",
    "signin",
    "signon",
    "logout",
    "signout",
    "sso",
    "oauth",
    "oauth2",
    "authorize",
    "saml",
    "saml2",
    "登录",
    "登錄",
  ].map((word) => [word, "sign_in"] as const),
  ...[
    "magiclink",
    "passwordless",
    "onetime",
    "otp",
    "resetpassword",
    "passwordreset",
    "setpassword",
    "forgotpassword",
  ].map((word) => [word, "token"] as const),
  ...["unsubscribe", "unsub", "optout", "tuiding", "退订", "退訂"].map((word) => [word, "unsubscribe"] as const),
  ...[
    "confirm",
    "confirmation",
    "verify",
    "verification",
    "verifyemail",
    "emailverification",
    "confirmemail",
    "emailconfirm",
    "activate",
    "activation",
    "acceptinvitation",
    "acceptinvite",
    "approve",
    "jihuo",
    "激活",
    "确认",
    "確認",
  ].map((word) => [word, "confirmation"] as const),
  ...[
    "pay",
    "payment",
    "payments",
    "checkout",
    "cashier",
    "confirmpayment",
    "paymentconfirm",
    "confirmorder",
    "支付",
    "付款",
  ].map((word) => [word, "payment"] as const),
]);

/** Segments that matter only before something that looks like a token: `/reset/9f…`, `/secret/…`, `/invite/…`. */
const BEFORE_TOKEN = new Set([
  "reset",
  "secret",
  "private",
  "auth",
  "session",
  "token",
  "invite",
  "invitation",
  "password",
  "email",
  "redeem",
  "claim",
  "magic",
]);

/** Query and fragment parameters that carry something to be used once. */
const TOKEN_PARAMETERS = new Set([
  "token",
  "accesstoken",
  "authtoken",
  "idtoken",
  "refreshtoken",
  "logintoken",
  "signintoken",
  "sessiontoken",
  "resettoken",
  "resetpasswordtoken",
  "passwordtoken",
  "confirmationtoken",
  "confirmtoken",
  "verificationtoken",
  "verifytoken",
  "activationtoken",
  "unsubscribetoken",
  "invitationtoken",
  "invitetoken",
  "magictoken",
  "magiclink",
  "magic",
  "onetimetoken",
  "ott",
  "otp",
  "onetimecode",
  "verificationcode",
  "verifycode",
  "activationcode",
  "activationkey",
  "confirmationcode",
  "authcode",
  "logincode",
  "oobcode",
  "jwt",
  "samlrequest",
  "samlresponse",
  "tokenhash",
  "loginhash",
]);

/** Actions named by a parameter's value: `mode=resetPassword`, `action=unsubscribe`. */
const ACTION_PARAMETERS = new Set(["action", "mode", "do", "op", "type", "cmd", "act", "a", "m"]);

/** Pages that show a text once. Source: the services' own descriptions (onetimesecret.com, privnote.com). */
const SHOWN_ONCE = new Set(["privnote.com", "onetimesecret.com", "eu.onetimesecret.com", "us.onetimesecret.com"]);

const JWT = /(?:^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}/u;
const CAS_TICKET = /^ST-[A-Za-z0-9-]{8,}/u;
const MIN_TOKEN_LENGTH = 16;

function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/\.(?:php|html?|aspx?|jsp|jhtml|do|action|cgi)$/u, "")
    .replaceAll(/[-_.]/gu, "");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Long, without spaces, and of more than one kind of character, as random words are and written ones seldom. */
function looksRandom(text: string): boolean {
  if (text.length < MIN_TOKEN_LENGTH || !/^[A-Za-z0-9_=.~-]+$/u.test(text)) return false;
  const digits = text.replaceAll(/[^0-9]/gu, "").length;
  return (
    (digits >= 2 && digits < text.length) || (/[a-z][A-Z]/u.test(text) && /[A-Z]{2}|[a-z][A-Z].*[a-z][A-Z]/u.test(text))
  );
}

function judgeParameters(parameters: URLSearchParams): OneTimeKind | null {
  const names = new Set<string>();
  let hasMail = false;
  for (const [name, value] of parameters) {
    const key = plain(name);
    names.add(key);
    if (TOKEN_PARAMETERS.has(key) && value.length >= 4) return "token";
    if (key === "ticket" && CAS_TICKET.test(value)) return "token";
    if (ACTION_PARAMETERS.has(key)) {
      const kind = SEGMENTS.get(plain(value));
      if (kind !== undefined) return kind;
    }
    hasMail ||= (key === "email" || key === "e") && value.includes("@");
  }
  // A keyed mail address: the key is what the person got by mail.
  if (hasMail && [...parameters.values()].some(looksRandom)) return "token";
  if (names.has("code") && names.has("state")) return "sign_in";
  if (names.has("responsetype") && names.has("clientid")) return "sign_in";
  return null;
}

/**
 * Whether asking for an address could use something up or confirm something: a sign-in link, an unsubscription, a payment.
 * Judged by the address alone, before any request; see https://github.com/RocketChat/Rocket.Chat/issues/3990 for what it spares people.
 * Errs towards not asking: such a page is seldom worth a card.
 */
export function oneTimeKind(url: URL): OneTimeKind | null {
  if (SHOWN_ONCE.has(url.hostname.replace(/^www\./u, ""))) return "token";
  const hostKind = HOST_LABELS.get(url.hostname.split(".")[0] ?? "");
  if (hostKind !== undefined && url.hostname.split(".").length > 2) return hostKind;
  const segments = url.pathname
    .split("/")
    .filter((segment) => segment !== "")
    .map(decoded);
  for (const [index, segment] of segments.entries()) {
    const word = plain(segment);
    const kind = SEGMENTS.get(word);
    if (kind !== undefined) return kind;
    if (BEFORE_TOKEN.has(word) && looksRandom(segments[index + 1] ?? "")) return "token";
  }
  if (JWT.test(url.pathname) || JWT.test(url.search) || JWT.test(url.hash)) return "token";
  return judgeParameters(url.searchParams) ?? judgeParameters(new URLSearchParams(url.hash.replace(/^#!?\/?\??/u, "")));
}
