/** Of a text that is data, in characters. */
const MOST_TEXT = 300;

/** A text that is data, as code. */
export function code(words: string): string {
  return `\`${shortened(words).replaceAll(/[`|]/g, "'")}\``;
}

/** A space without a width. */
const GAP = '&#8203;';

/**
 * Escapes the markup in a text that is data, and what GitHub makes a mention or a link of. GitHub looks for mentions, issues and mail
 * addresses in the text as it is shown, where an escape is gone: a gap ends them.
 */
export function text(words: string): string {
  return shortened(words)
    .replaceAll(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&')
    .replaceAll(/[@#]/g, `$&${GAP}`)
    .replaceAll('://', '&#58;//')
    .replaceAll(/www\./gi, 'www&#46;');
}

function shortened(words: string): string {
  const line = words.replaceAll(/\s+/g, ' ');
  return line.length > MOST_TEXT ? `${line.slice(0, MOST_TEXT)}…` : line;
}
