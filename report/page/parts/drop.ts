import type { Results } from '../../../results/schema/results.ts';
import { formatSize } from '../../../results/schema/sizes.ts';
import { byId } from './dom.ts';

/** No run writes a file this large, and a larger one would block the page. */
const MOST_BYTES = 256 * 1024 ** 2;

/** Reads results files that the reader drops on the page or chooses, and shows what is wrong with an invalid file. */
export function takeDrops(add: (name: string, results: Results) => void): void {
  const said = byId('drop-said');

  async function take(files: readonly File[]): Promise<void> {
    // A link or selected text can be dropped, too.
    if (files.length === 0) return;
    const lines: string[] = [];
    for (const file of files) {
      try {
        if (file.size > MOST_BYTES)
          throw new Error(
            `${file.name}: too large for a results file (the limit is ${formatSize(MOST_BYTES)})`,
          );
        const { parseResults } = await import('./parse.ts');
        add(file.name, parseResults(await file.text(), file.name));
        lines.push(`${file.name} is shown beside the others.`);
      } catch (error) {
        lines.push((error as Error).message);
      }
    }
    said.textContent = lines.join('\n');
    // A file can be dropped anywhere on the page.
    said.scrollIntoView({ block: 'nearest' });
  }

  const chooser = byId('drop-file') as HTMLInputElement;
  chooser.addEventListener('change', () => {
    const files = [...(chooser.files ?? [])];
    // Otherwise, choosing the same file again would not be a change.
    chooser.value = '';
    take(files);
  });
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
}
