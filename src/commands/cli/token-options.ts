import { DEFAULT_TOKEN_RULES, type TokenRules } from "../../access/tokens.ts";
import { type Console, type OptionValues, UsageError } from "./command.ts";
import { isOneOf, keysOf } from "../../input/words.ts";

/** What tokens have to say: `serve` asks for it and `token` writes it, from the same variables. */
export const TOKEN_RULE_OPTIONS = {
  "jwt-issuer": { kind: "text", value: "ISS", help: "who must have issued a token (anybody with a key)" },
  "jwt-audience": { kind: "text", value: "AUD", help: "for whom a token must be (anybody)" },
  "jwt-user-claim": { kind: "text", value: "CLAIM", help: "the claim that holds the user id (sub)" },
} as const;

/** Claims that say something else. */
const TAKEN_CLAIMS = new Set(["iss", "aud", "exp", "nbf", "iat", "jti", "role", "roles", "__proto__"]);

export function tokenRulesFrom(values: OptionValues<typeof TOKEN_RULE_OPTIONS>): TokenRules {
  const userClaim = values["jwt-user-claim"] ?? DEFAULT_TOKEN_RULES.userClaim;
  if (TAKEN_CLAIMS.has(userClaim)) throw new UsageError("--jwt-user-claim: expected a claim that names the user");
  return { issuer: values["jwt-issuer"] ?? null, audience: values["jwt-audience"] ?? null, userClaim };
}

/** A secret of the environment; null where it is not set, or set to nothing. */
export function secretIn(env: Console["env"], name: string): string | null {
  return env[name] === undefined || env[name] === "" ? null : env[name];
}

const UNITS_S = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** Seconds of a text such as `90`, `90s`, `15m`, `8h` or `30d`; null when it is none. */
export function secondsOf(text: string): number | null {
  const [, figure = "", unit = "s"] = /^(\d{1,12})([smhd])?$/u.exec(text) ?? [];
  return figure === "" || !isOneOf(keysOf(UNITS_S), unit) ? null : Number(figure) * UNITS_S[unit];
}
