import { type App, openApp } from "../../src/app.ts";
import type { Config } from "../../src/config.ts";
import { builtPage } from "../support/programs/built-page.ts";

/** A gateway with the web client as the package has it. */
export async function openAsShipped(config: Config): Promise<App> {
  return openApp(config, { webRoot: await builtPage() });
}
