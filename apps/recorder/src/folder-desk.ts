/**
 * Says to the centre what lies in this recorder's folder of recordings, so that every byte that shows a
 * picture is accounted for on whatever machine (RET-8): file by file in pages, and what a header says. It
 * opens nothing and changes nothing. One listing at a time: a new one ends the one before.
 */

import type { FoundFile, RecordingFolder } from '@beffroi/office';
import { factText } from '@beffroi/store-recordings';
import { type CentreToRecorder, linkFilesMax, type RecorderToCentre } from '@beffroi/wire';

type Asked = Extract<CentreToRecorder, { type: 'list-files' }>;
type Identify = Extract<CentreToRecorder, { type: 'identify-file' }>;

export class FolderDesk {
  readonly #folder: RecordingFolder;
  readonly #pageMax: number;
  #listing = 0;
  #files: AsyncIterator<FoundFile> | null = null;

  constructor(folder: RecordingFolder, pageMax: number = linkFilesMax) {
    this.#folder = folder;
    this.#pageMax = pageMax;
  }

  /** The next page of a listing; throws what the disk throws, and the listing is over then. */
  async list({ request, listing, first }: Asked): Promise<RecorderToCentre> {
    if (first) {
      this.#listing = listing;
      this.#files = this.#folder.files()[Symbol.asyncIterator]();
    }
    const iterator = this.#files;
    if (iterator === null || listing !== this.#listing) {
      return { type: 'files', request, files: null, isLast: true };
    }
    const files: FoundFile[] = [];
    let isLast = false;
    while (!isLast && files.length < this.#pageMax) {
      const next = await iterator.next();
      isLast = next.done === true;
      files.push(...(next.done === true ? [] : [next.value]));
    }
    if (isLast && this.#files === iterator) {
      this.#files = null;
    }
    return { type: 'files', request, files, isLast };
  }

  async identify({ request, path }: Identify): Promise<RecorderToCentre> {
    const recording = await this.#folder.identityOf(path);
    const opened: unknown =
      recording === null ? null : JSON.parse(factText({ kind: 'recording-opened', recording }));
    return { type: 'file-identity', request, opened };
  }
}
