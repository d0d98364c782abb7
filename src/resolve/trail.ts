import { withoutFragment } from "./page/fragment.ts";
import type { FailureCode, PageFacts, RequestRecord, ResolveHop, Resolution, SkipReason } from "./types.ts";

/** What one step of the way came to. */
export type Step =
  | { readonly kind: "hop"; readonly hop: ResolveHop; readonly next: URL }
  | { readonly kind: "reached"; readonly httpStatus: number; readonly page: PageFacts }
  | { readonly kind: "skipped"; readonly reason: SkipReason }
  | { readonly kind: "failed"; readonly code: FailureCode };

/** The way from an address so far: where it stands, and all that was seen and asked before. */
export interface Trail {
  /** The address to be judged next. */
  readonly current: URL;
  readonly requests: RequestRecord[];
  /** @returns where the way ended, or null when it goes on at another `current`. */
  take(step: Step): Resolution | null;
}

/** The outcome for what is no address at all. */
export function noAddress(text: string): Resolution {
  return refused(text, "scheme");
}

/** The outcome for an address that is refused as it stands. */
export function refused(address: string, code: FailureCode): Resolution {
  return ended(address, [], [], { status: "failed", failure: { code, at: address } });
}

export function startTrail(url: URL, maxHops: number): Trail {
  let current = url;
  const hops: ResolveHop[] = [];
  const requests: RequestRecord[] = [];
  const seen = new Set([withoutFragment(url)]);
  const end = (rest: Partial<Resolution>) => ended(current.href, hops, requests, rest);
  const fail = (code: FailureCode) => end({ status: "failed", failure: { code, at: current.href } });
  return {
    get current() {
      return current;
    },
    requests,
    take(step) {
      switch (step.kind) {
        case "failed":
          return fail(step.code);
        case "skipped":
          return end({ skipped: step.reason });
        case "reached":
          return end({ httpStatus: step.httpStatus, page: step.page });
        case "hop": {
          if (hops.length >= maxHops) return fail("too_many_hops");
          hops.push(step.hop);
          current = step.next;
          const key = withoutFragment(current);
          if (seen.has(key)) return fail("too_many_hops");
          seen.add(key);
          return null;
        }
      }
    },
  };
}

function ended(
  finalUrl: string,
  hops: readonly ResolveHop[],
  requests: readonly RequestRecord[],
  rest: Partial<Resolution>,
): Resolution {
  return {
    status: "final",
    hops,
    finalUrl,
    httpStatus: null,
    skipped: null,
    page: null,
    failure: null,
    requests,
    ...rest,
  };
}
