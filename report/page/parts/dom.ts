type Child = Node | string;

/** Creates an element. Strings become text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Creates an element of a drawing. */
export function shape<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

const BEFORE_UNIT = /(?<=\d) (?=(?:B|[KMG]iB|[kMG]B\/s|[mµn]?s|Hz)\b)/g;

/** A text for display, in which no line breaks between a number and its unit. */
export function unbroken(text: string): string {
  return text.replace(BEFORE_UNIT, '\u00a0');
}

/** A table with its first row and first column as headings. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Child[])[],
): HTMLElement {
  const shown = (child: Child) => (typeof child === 'string' ? unbroken(child) : child);
  const heading = (scope: string, child: Child) => element('th', { scope }, shown(child));
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', {}, unbroken(caption)),
      element('thead', {}, element('tr', {}, ...head.map((text) => heading('col', text)))),
      element(
        'tbody',
        {},
        ...rows.map(([first = '', ...rest]) =>
          element('tr', {}, heading('row', first), ...rest.map((child) => element('td', {}, shown(child)))),
        ),
      ),
    ),
  );
}

/** What is built only when its reader opens it. */
export function lazyDetails(summary: string, content: () => readonly Child[]): HTMLElement {
  const details = element('details', {}, element('summary', {}, summary));
  details.addEventListener('toggle', () => details.append(...content()), { once: true });
  return details;
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** How long a file for a download is kept. */
const KEPT_MS = 60_000;

/** Downloads a text as a file. */
export function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  element('a', { href: url, download: name }).click();
  // Safari reads the file in a later task.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
