import type { LinkReport } from "../report/report.ts";
import type { Judge } from "./judge.ts";

/** The same judge, whose reports name pictures at the gateway: asked where the page has them, they would give a reader's address away. */
export function withProxiedImages(judge: Judge, addressFor: (image: string) => string): Judge {
  const proxied = (report: LinkReport): LinkReport => {
    const { resolution } = report;
    const image = resolution.page?.image;
    if (image === undefined) return report;
    return { ...report, resolution: { ...resolution, page: { ...resolution.page, image: addressFor(image) } } };
  };
  return (text, context, known, listed) => {
    const reports = judge(text, context, known, listed);
    return reports instanceof Promise ? reports.then((found) => found.map(proxied)) : reports.map(proxied);
  };
}
