/** A page of the site: its name in addresses, its title, and where its text is. */
export interface PageEntry {
  /** Letters, digits and `-`; empty: the first page. */
  readonly name: string;
  readonly title: string;
  /** From the root of the checkout; null: it is made of schemas. What is no Markdown is shown as it stands. */
  readonly file: string | null;
}

export interface Part {
  readonly title: string;
  readonly pages: readonly PageEntry[];
}

const page = (name: string, title: string, file: string | null): PageEntry => ({ name, title, file });
/** A file of another kind than text, shown whole. */
const whole = (file: string) => page((file.split("/").at(-1) ?? "").replaceAll(".", "-").toLowerCase(), file, file);
const own = (name: string, title: string) => page(name, title, `src/docs/pages/${name}.md`);

/** What the site holds, in the order in which one reads it. Files that a package lacks are left out. */
export const CONTENTS: readonly Part[] = [
  {
    title: "Start",
    pages: [
      page("", "Documentation", "src/docs/pages/index.md"),
      page("readme", "Hutong in one page", "README.md"),
      own("pictures", "How it works, in four pictures"),
      own("glossary", "Glossary"),
      page("every-heading", "Every heading", null),
    ],
  },
  {
    title: "For whom",
    pages: [
      own("for-client-authors", "You write a client"),
      own("for-bot-authors", "You write a bot"),
      own("for-testers", "You test"),
      own("for-rulebook-authors", "You write rulebooks"),
      own("for-auditors", "You audit"),
      own("for-operators", "You operate"),
      own("for-moderators", "You moderate"),
    ],
  },
  {
    title: "Talking to it",
    pages: [
      page("protocol", "The protocol", "src/protocol/README.md"),
      page("frames", "Every frame", null),
      page("client", "The client library", "src/client/README.md"),
      page("client-methods", "Everything of the client library", null),
      page("http", "HTTP", "src/gateway/http/README.md"),
      page("http-routes", "Every route", null),
      page("satori", "Bots by Satori", "src/satori/README.md"),
      page("bot", "A bot of one's own", "src/bot/README.md"),
      page("adapters", "Other chats", "src/adapters/README.md"),
      page("web", "The page", "src/web/README.md"),
      page("console", "The moderators' page", "src/web/console/README.md"),
    ],
  },
  {
    title: "Links and rules",
    pages: [
      page("resolve", "Resolving", "src/resolve/README.md"),
      page("apps", "Apps", "src/apps/README.md"),
      page("registry", "The registry", null),
      page("app-fields", "Every field of an app's file", null),
      page("rulebooks", "Rulebooks", "src/rulebooks/README.md"),
      page("vocabulary", "A rulebook's vocabulary", "src/rulebooks/vocabulary.md"),
      page("editions", "Shipped rulebooks and their editions", null),
      page("fixtures", "Fixtures", "fixtures/README.md"),
      page("fixture-fields", "Every field of a fixture", null),
      page("lists", "Threat lists", "src/findings/lists/README.md"),
      page("imitation", "Look-alikes", "src/findings/imitation/README.md"),
      page("lookalikes", "Look-alikes as fixtures", "fixtures/lookalikes/README.md"),
      page("fixtures-links", "Fixtures: links", "fixtures/links/README.md"),
      page("fixtures-owners", "Fixtures: owners", "fixtures/owners/README.md"),
      page("fixtures-talk", "Fixtures: talk", "fixtures/talk/README.md"),
      page("log", "The decision log", "src/log/README.md"),
    ],
  },
  {
    title: "Running it",
    pages: [
      page("options", "Every option", null),
      page("limits", "Every limit", null),
      page("deploy", "Behind a proxy", "deploy/README.md"),
      page("cluster", "Several gateways", "deploy/cluster.md"),
      page("growth", "How it grows", "deploy/growth.md"),
      page("store", "The store", "src/store/README.md"),
      page("bus", "The bus", "src/bus/README.md"),
      page("access", "Access", "src/access/README.md"),
      page("telemetry", "Telemetry", "src/telemetry/README.md"),
      page("security", "Security", ".github/SECURITY.md"),
    ],
  },
  {
    title: "Whole files",
    pages: [
      whole("deploy/nginx.conf"),
      whole("deploy/haproxy.cfg"),
      whole("deploy/Caddyfile"),
      whole("deploy/nginx-cluster.conf"),
      whole("deploy/haproxy-cluster.cfg"),
      whole("deploy/Caddyfile.cluster"),
      whole("deploy/hutong.yaml"),
      whole("deploy/hutong.service"),
      whole("deploy/compose.yaml"),
      whole("deploy/Dockerfile"),
      whole("deploy/monitoring/alerts.yaml"),
      whole("src/rulebooks/data/miit.yaml"),
      whole("fixtures/owners/mychat.yaml"),
      whole("fixtures/owners/mychat.jsonl"),
      whole("fixtures/stories/one-taobao-link.jsonl"),
      whole("test/examples/chat-client.ts"),
      whole("test/examples/check-from-server.ts"),
      whole("test/examples/echo-bot.ts"),
      whole("test/examples/link-bot.ts"),
      whole("test/examples/moderation-bot.ts"),
      whole("test/examples/verify-verdict.py"),
    ],
  },
  {
    title: "Working on it",
    pages: [
      page("contributing", "Contributing", ".github/CONTRIBUTING.md"),
      page("tests", "Tests", "test/README.md"),
      page("benchmarks", "Benchmarks", "test/bench/README.md"),
      page("changelog", "Changelog", "CHANGELOG.md"),
    ],
  },
];
