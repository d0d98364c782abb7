import { keptContext, keptEvent, keptReports, keptResolutions } from "../../src/chat/kept-json.ts";
import { jsonText, KeptJsonError } from "../../src/input/json.ts";

/** `TABLE.COLUMN` of everything that is kept as JSON, as its faults name it. */
export function keptJsonPlaces(): readonly string[] {
  const broken = jsonText<never>("broken");
  const readers = [
    () => keptReports({ reportsJson: broken }),
    () => keptContext({ contextJson: broken }),
    () => keptContext({ contextJson: broken }, "question.context"),
    () => keptResolutions({ resolutions: broken }),
    () => keptEvent(broken),
  ];
  return readers.map((read) => {
    try {
      read();
    } catch (error) {
      if (error instanceof KeptJsonError) return error.code;
    }
    throw new Error("what is broken was read");
  });
}
