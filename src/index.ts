/** What a library user imports: the parts of the pipeline, and the gateway whole. */
export { openRegistry, type AppRegistry } from "./apps/registry.ts";
export type { Identified, OpenWays, PaymentFact, Registry } from "./apps/types.ts";
export { openApp, type App } from "./app.ts";
export { openChecker, openLinkFinder, type Checker } from "./check/checker.ts";
export { checkContextOf, contextSchema } from "./check/context.ts";
export type { CheckContext, LinkReport } from "./check/report.ts";
export { DEFAULT_CONFIG, type Config } from "./config.ts";
export type { Finding, FindingKind } from "./findings/types.ts";
export { createLinkFinder, type FindLinks } from "./links/find-links.ts";
export type { Link, LinkKind, LinkVocabulary } from "./links/link.ts";
export { normaliseLink } from "./links/normalise-link.ts";
export { auditRulebook } from "./policy/audit.ts";
export { compileRulebook, judge } from "./policy/decide.ts";
export { diffRulebooks } from "./policy/diff.ts";
export { explainJudgement } from "./policy/explain.ts";
export { RulebookError } from "./policy/rulebook-error.ts";
export { editionInForce, parseRulebook, type Edition, type Rulebook } from "./policy/rulebook.ts";
export type { Decision, PolicyFacts } from "./policy/types.ts";
