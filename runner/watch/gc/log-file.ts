import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GcAccount, type GcReport, type LineReader, readLines } from './account.ts';

/**
 * An engine's output, sent to a separate file. A line is in the file as soon as the engine has written it, whereas a pipe may
 * still buffer it.
 */
export class LogFile implements GcAccount {
  /** The path of the file, which is alone in its folder. */
  readonly path: string;
  readonly #file: FileHandle;
  readonly #read: LineReader;
  #position = 0;
  #lastLine = '';

  private constructor(path: string, file: FileHandle, read: LineReader) {
    this.path = path;
    this.#file = file;
    this.#read = read;
  }

  /** @param folder A folder that the engine sees. */
  static async create(read: LineReader, folder = tmpdir()): Promise<LogFile> {
    const path = join(await mkdtemp(join(folder, 'clone-transfer-share-log-')), 'output');
    return new LogFile(path, await open(path, 'a+'), read);
  }

  /** The file descriptor for the engine's output. */
  get descriptor(): number {
    return this.#file.fd;
  }

  async take(): Promise<GcReport> {
    const { size } = await this.#file.stat();
    const { buffer } = await this.#file.read(
      Buffer.alloc(size - this.#position),
      0,
      size - this.#position,
      this.#position,
    );
    this.#position = size;
    const lines = (this.#lastLine + buffer.toString('utf8')).split('\n');
    // The last line may be incomplete.
    this.#lastLine = lines.pop() ?? '';
    return readLines(lines, this.#read);
  }

  async remove(): Promise<void> {
    await this.#file.close();
    // Windows frees the files of a process a moment after its end.
    await rm(dirname(this.path), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
