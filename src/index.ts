/** What a library user imports: the parts of the pipeline, and the gateway whole. */
export { openRegistry, type AppRegistry } from "./apps/registry.ts";
export type { Identified, OpenWays, PaymentFact, Registry } from "./apps/types.ts";
export { openApp, type App } from "./app.ts";
export { openChecker, type Checker } from "./check/checker.ts";
export { openLinkFinder } from "./check/link-finder.ts";
export { checkContextOf, contextSchema } from "./report/context.ts";
export type { CheckContext, LinkReport } from "./report/report.ts";
export { reportsToJson } from "./report/json.ts";
export { DEFAULT_CONFIG, type Config } from "./config.ts";
export type { Finding, FindingKind } from "./findings/types.ts";
export { createLinkFinder, type FindLinks } from "./links/find-links.ts";
export type { Link, LinkKind, LinkVocabulary } from "./links/types.ts";
export { normaliseLink } from "./links/normalise-link.ts";
export { auditRulebook } from "./policy/compare/audit.ts";
export { auditHtml } from "./pages/audit-page.ts";
export { compileRulebook, decide as judge } from "./policy/decide/decide.ts";
export { diffRulebooks } from "./policy/compare/diff.ts";
export { diffHtml } from "./pages/diff-page.ts";
export { explain as explainJudgement } from "./policy/decide/explain.ts";
export { RulebookError } from "./policy/rulebook/rulebook-error.ts";
export { rulebookJsonSchema } from "./policy/rulebook/schema.ts";
export { verdictTables } from "./policy/compare/verdict-table.ts";
export { editionInForce, parseRulebook, type Edition, type Rulebook } from "./policy/rulebook/rulebook.ts";
export type { Decision, PolicyFacts } from "./policy/types.ts";
export { openDiskCache, type DiskCache } from "./resolve/cache/disk-cache.ts";
export {
  createLibraryImageFetcher as createImageFetcher,
  createLibraryResolver as createResolver,
  type LibraryImageFetcher as ImageFetcher,
  type LibraryResolver as Resolver,
} from "./earlier-names.ts";
export type { FetchedImage } from "./resolve/images/image-fetcher.ts";
