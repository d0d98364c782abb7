import { randomBytes } from "node:crypto";
import { z } from "zod";
import { USER_ID_FAULTS } from "../../../chat/user-id.ts";
import { userIdSchema } from "../../../protocol/client-frames.ts";
import { json } from "../answer.ts";
import { HttpError } from "../http-error.ts";
import { get, post, type Route } from "../route.ts";
import { demoSignInAnswer, tokenAnswer } from "./answer-schemas.ts";
import { jsonOf } from "./outcomes.ts";

const PATH = "/v1/demo-sign-in";
/** Of a guest's name: enough that no two are one. */
const GUEST_BYTES = 4;

/** Sign-in by a name alone. */
export const SIGN_IN_ROUTES: readonly Route[] = [
  get({
    operationId: "getDemoSignIn",
    path: PATH,
    summary: "Who may sign in by a name alone",
    access: "anyone",
    responses: { 200: jsonOf("For the one who asks", demoSignInAnswer) },
    handle: ({ request, parts }) => json({ demoSignIn: parts.network.access.demoSignIn(request) }),
  }),
  post({
    operationId: "demoSignIn",
    path: PATH,
    summary: "A token for a name, only on the gateway's own machine without --origin, or with --demo",
    access: "sign_in_by_name",
    body: z.object({ user: userIdSchema }),
    responses: { 200: jsonOf("A token", tokenAnswer) },
    refusals: ["reserved"],
    async handle({ parts }, { user }) {
      const { names, bots, signDemoToken } = parts.identity;
      const fault = await names.faultOf(user);
      if (fault !== null) {
        throw new HttpError(fault === "reserved" ? fault : "bad_request", `user: ${USER_ID_FAULTS[fault]}`);
      }
      if (bots.isBot(user)) throw new HttpError("reserved", "user: a bot has this name");
      return json({ token: await signDemoToken(user) });
    },
  }),
  post({
    operationId: "codeSignIn",
    path: "/v1/sign-in-code",
    summary: "A token for a guest, by the code of a printed link, which is good once; with --demo",
    access: "sign_in_by_name",
    body: z.object({ code: z.string().max(64) }),
    responses: { 200: jsonOf("A token", tokenAnswer) },
    refusals: ["not_found"],
    async handle({ parts: { identity } }, { code }) {
      // Used, too old and never made look alike.
      if (!identity.signInCodes.take(code)) return null;
      return json({ token: await identity.signDemoToken(`guest-${randomBytes(GUEST_BYTES).toString("hex")}`) });
    },
  }),
];
