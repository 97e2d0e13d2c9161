import type { z } from 'zod';

/** A text that runs a script wherever it is parsed as markup, and that names its source. */
export const hostileText = (from: string) =>
  `${from}</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">`;

/** The same content with markup in every string that its schema does not restrict. */
export function madeHostile<Content>(
  schema: z.ZodType<Content>,
  content: Content,
  text: string,
): { hostile: Content; places: number } {
  const hostile = structuredClone(content);
  let places = 0;
  const visit = (parent: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(parent)) {
      if (typeof value === 'object' && value !== null) visit(value as Record<string, unknown>);
      if (typeof value !== 'string') continue;
      parent[key] = text;
      if (schema.safeParse(hostile).success) places++;
      else parent[key] = value;
    }
  };
  visit(hostile as Record<string, unknown>);
  return { hostile, places };
}
