export declare function markNextCase(key: string): void;
export declare function faintTexts(least: number): string[];
export declare function nameless(): string[];
export declare function scrollsSideways(): boolean;
/** Tables whose columns do not all fit. */
export declare function cutTables(): number;
export declare function focused(): { className: string; control: string | null; outline: string };
export declare const movingParts: () => string[];
export function readThrough(how: {
  by: "scroll" | "PageDown";
  pages: number;
}): Promise<{ met: number[]; most: number; elements: number }>;
