import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { filesNamed, LONGEST } from "./projects.ts";

/** Starts what is known to take longest, in its order, and then what does as Vitest knows it. */
export class LongestFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    const places = new Map(LONGEST.flatMap(filesNamed).map((file, place) => [file, place]));
    const { root } = this.ctx.config;
    const placeOf = ({ moduleId }: TestSpecification) => places.get(relative(root, moduleId)) ?? places.size;
    return (await super.sort(specs)).toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
