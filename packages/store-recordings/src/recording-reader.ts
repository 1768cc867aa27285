/**
 * The centre's reader: one GOP of one file, by instant. It holds a few files open with their derived
 * keys, for a minute at most: a day that is destroyed stops opening soon even for a reader that was
 * in the middle of it, and at once after `forget`. Nothing decrypted is kept.
 */

import { Failure } from '@beffroi/kernel';
import type {
  Clock,
  DataKeyOpener,
  GopChoice,
  RecordingReader,
  RecordingToOpen,
  SealedFiles,
  StoredGop,
  StoredPicture,
} from '@beffroi/office';
import { type FragmentPicture, readFragment } from '@beffroi/picture';
import type { IndexRow } from './gop-index.ts';
import { openSealedFile, type SealedFile } from './sealed-file.ts';

export interface RecordingReaderOptions {
  /** Where the recordings lie, here or on other machines. */
  readonly files: SealedFiles;
  readonly opener: DataKeyOpener;
  /** Monotonic time for the age of held keys; the process's own when absent. */
  readonly clock?: Pick<Clock, 'monotonicMs'>;
  /** Files held open at once; 64 when absent. */
  readonly filesMax?: number;
}

export interface ForgetfulReader extends RecordingReader {
  /** Closes what is held of a day (of everything when absent): its key was destroyed. */
  forget(day?: string): Promise<void>;
}

interface HeldFile {
  readonly file: Promise<SealedFile>;
  readonly openedMs: number;
  readonly day: string;
  /** Requests in progress; it is closed when the last has ended. */
  users: number;
  dropped: boolean;
}

const heldMs = 60_000;
/** Pictures of one answer: a longer GOP is answered up to here. */
const gopBytesMax = 64 * 1024 * 1024;

export function openRecordingReader(options: RecordingReaderOptions): ForgetfulReader {
  return new FileRecordingReader(options);
}

class FileRecordingReader implements ForgetfulReader {
  readonly #options: RecordingReaderOptions;
  readonly #held = new Map<string, HeldFile>();

  constructor(options: RecordingReaderOptions) {
    this.#options = options;
  }

  async gop(
    identity: RecordingToOpen,
    atMs: number,
    choice: GopChoice,
    keyOnly: boolean,
  ): Promise<StoredGop | null> {
    const wasHeld = this.#held.has(identity.recordingId);
    try {
      return await this.#gop(identity, atMs, choice, keyOnly);
    } catch (thrown) {
      if (!wasHeld) {
        throw thrown;
      }
      // Its disk may have gone and come back since it was opened: opened anew it may be read.
      return await this.#gop(identity, atMs, choice, keyOnly);
    }
  }

  async #gop(
    identity: RecordingToOpen,
    atMs: number,
    choice: GopChoice,
    keyOnly: boolean,
  ): Promise<StoredGop | null> {
    const held = await this.#take(identity);
    try {
      const file = await held.file;
      const rows = chooseRows(await file.rows(), atMs, choice);
      return rows.length === 0 ? null : await readGop(file, rows, keyOnly);
    } catch (thrown) {
      await this.#letGo(identity, held);
      throw thrown;
    } finally {
      await this.#giveBack(held);
    }
  }

  async forget(day?: string): Promise<void> {
    for (const [key, held] of [...this.#held]) {
      if (day === undefined || held.day === day) {
        this.#held.delete(key);
        await this.#drop(held);
      }
    }
  }

  close(): Promise<void> {
    return this.forget();
  }

  async #take(identity: RecordingToOpen): Promise<HeldFile> {
    const nowMs = this.#options.clock?.monotonicMs() ?? performance.now();
    const key = identity.recordingId;
    let held = this.#held.get(key);
    this.#held.delete(key);
    if (held !== undefined && nowMs - held.openedMs > heldMs) {
      await this.#drop(held);
      held = undefined;
    }
    if (held === undefined) {
      const { files, opener } = this.#options;
      const file = openSealedFile({ files, opener }, identity);
      held = { file, openedMs: nowMs, day: identity.sealedKey.day, users: 0, dropped: false };
    }
    // A map keeps the order of insertion: the first is the one unused for longest.
    this.#held.set(key, held);
    held.users += 1;
    await this.#trim();
    return held;
  }

  /** A file that couldn't be read is opened afresh by whoever asks next. */
  async #letGo(identity: RecordingToOpen, held: HeldFile): Promise<void> {
    if (this.#held.get(identity.recordingId) === held) {
      this.#held.delete(identity.recordingId);
      await this.#drop(held);
    }
  }

  async #giveBack(held: HeldFile): Promise<void> {
    held.users -= 1;
    if (held.dropped && held.users === 0) {
      await closeQuietly(held);
    }
  }

  async #trim(): Promise<void> {
    for (const [key, held] of this.#held) {
      if (this.#held.size <= (this.#options.filesMax ?? 64)) {
        return;
      }
      this.#held.delete(key);
      await this.#drop(held);
    }
  }

  async #drop(held: HeldFile): Promise<void> {
    held.dropped = true;
    if (held.users === 0) {
      await closeQuietly(held);
    }
  }
}

/** A file that never opened has nothing to close; its opener's caller was told. */
async function closeQuietly(held: HeldFile): Promise<void> {
  const [opened] = await Promise.allSettled([held.file]);
  if (opened?.status === 'fulfilled') {
    await opened.value.close();
  }
}

/** The rows of the wanted GOP: its key fragment and the parts that follow. */
export function chooseRows(
  rows: readonly IndexRow[],
  atMs: number,
  choice: GopChoice,
): readonly IndexRow[] {
  const starts = rows.flatMap((row, index) => (row.key ? [index] : []));
  const gops = starts.map((start, order) => rows.slice(start, starts[order + 1] ?? rows.length));
  const startOf = (gop: readonly IndexRow[]) => gop[0]?.startMs ?? 0;
  const endOf = (gop: readonly IndexRow[]) => gop.at(-1)?.endMs ?? 0;
  switch (choice) {
    case 'containing':
      return gops.findLast((gop) => startOf(gop) <= atMs && atMs < endOf(gop)) ?? [];
    case 'next':
      return gops.find((gop) => startOf(gop) > atMs) ?? [];
    case 'previous':
      return gops.findLast((gop) => endOf(gop) <= atMs) ?? [];
    default:
      return choice satisfies never;
  }
}

async function readGop(
  file: SealedFile,
  rows: readonly IndexRow[],
  keyOnly: boolean,
): Promise<StoredGop> {
  const { format } = await file.init();
  const pictures: StoredPicture[] = [];
  const taken: IndexRow[] = [];
  let bytes = 0;
  for (const row of keyOnly ? rows.slice(0, 1) : rows) {
    bytes += row.dataBytes;
    if (bytes > gopBytesMax) {
      break;
    }
    const enough = keyOnly ? row.headBytes + row.firstPictureBytes : undefined;
    const plain = await file.fragment(row, enough);
    const read = readFragment(plain, keyOnly ? 1 : undefined);
    if (!read.ok) {
      throw new Failure('recording-damaged', `${file.identity.path}: ${read.error}`);
    }
    pictures.push(...read.value.map(storedPicture));
    taken.push(row);
  }
  return {
    recordingId: file.identity.recordingId,
    startMs: rows[0]?.startMs ?? 0,
    endMs: (keyOnly ? rows : taken).at(-1)?.endMs ?? 0,
    format,
    pictures,
  };
}

function storedPicture(picture: FragmentPicture): StoredPicture {
  const { key, data, atMs, cameraMs, maskVersion } = picture;
  return { key, data, atMs, cameraMs, maskVersion };
}
