/** Of a text that is data, in characters. */
const MOST_TEXT = 300;

/** A text that is data, as code. */
export function code(words: string): string {
  return `\`${shortened(words).replaceAll(/[`|]/g, "'")}\``;
}

/** Escapes the markup in a text that is data, and what GitHub makes a mention or a link of. */
export function text(words: string): string {
  return shortened(words)
    .replaceAll(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replaceAll(/\bwww\./gi, 'www&#46;');
}

function shortened(words: string): string {
  const line = words.replaceAll(/\s+/g, ' ');
  return line.length > MOST_TEXT ? `${line.slice(0, MOST_TEXT)}…` : line;
}
