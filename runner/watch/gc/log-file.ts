import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GcAccount, type LineReader, readLines, type Taken } from './account.ts';

/**
 * An engine's output in a file of its own, read as far as it has been written: what an engine has said before a moment is in
 * the file at that moment, where a pipe may still hold it.
 */
export class LogFile implements GcAccount {
  /** Where it is, in a folder of its own. */
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

  static async create(read: LineReader): Promise<LogFile> {
    const path = join(await mkdtemp(join(tmpdir(), 'clone-transfer-share-log-')), 'output');
    return new LogFile(path, await open(path, 'a+'), read);
  }

  /** What the engine's output is sent to. */
  get descriptor(): number {
    return this.#file.fd;
  }

  async take(): Promise<Taken> {
    const { size } = await this.#file.stat();
    const { buffer } = await this.#file.read(
      Buffer.alloc(size - this.#position),
      0,
      size - this.#position,
      this.#position,
    );
    this.#position = size;
    const lines = (this.#lastLine + buffer.toString('utf8')).split('\n');
    // It may not be whole yet.
    this.#lastLine = lines.pop() ?? '';
    return readLines(lines, this.#read);
  }

  async remove(): Promise<void> {
    await this.#file.close();
    await rm(dirname(this.path), { recursive: true, force: true });
  }
}
