/**
 * A recording file held open for reading: header checked, key derived (and refused by the commitment
 * when it is wrong, before anything is decrypted), plain bytes by range, and the rows of its
 * fragments: from the index when the file is whole, by walking from fragment to fragment when it
 * was cut short or still grows. A walk goes on where it stopped.
 */

import { Failure, letGo } from '@beffroi/kernel';
import {
  type DataKeyOpener,
  purposeOf,
  type RecordingIdentity,
  type RecordingToOpen,
  type SealedBytes,
  type SealedFiles,
} from '@beffroi/office';
import {
  type InitSegment,
  ownBoxHeadBytes,
  readFragmentFacts,
  readInitSegment,
} from '@beffroi/picture';
import {
  type ChunkKeys,
  chunkBytes,
  chunkOffset,
  messageHeadBytes,
  openChunk,
  openChunkKeys,
  sealedChunkBytes,
  tagBytes,
} from './chunked-encryption.ts';
import { assertSameRecording, decodeHeader, headerBytes, sealingContext } from './file-header.ts';
import { decodeIndex, type IndexRow, indexBytesFromTail } from './gop-index.ts';

const indexBytesMax = 16 * 1024 * 1024;
const indexTailBytes = 8;

export interface SealedFileOptions {
  readonly files: SealedFiles;
  readonly opener: DataKeyOpener;
}

/** Throws what the files throw, `recording-refused`, or the opener's `key-destroyed`/`key-refused`. */
export async function openSealedFile(
  { files, opener }: SealedFileOptions,
  identity: RecordingToOpen,
): Promise<SealedFile> {
  const file = await files.open(identity);
  try {
    const head = new Uint8Array(headerBytes + messageHeadBytes);
    const length = await file.read(head, 0);
    const found = decodeHeader(head.subarray(0, length));
    if (found === undefined || length < head.length) {
      throw new Failure('recording-refused', `${identity.path} has no header of a recording`);
    }
    assertSameRecording(found, identity);
    const sealedKey = identity.heldKey ?? identity.sealedKey;
    const dataKey = await opener.openDataKey(sealedKey, purposeOf(identity));
    const keys = openChunkKeys(head.subarray(headerBytes), dataKey, sealingContext(head));
    return new SealedFile(file, identity, keys);
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

export class SealedFile {
  readonly identity: RecordingIdentity;
  readonly #file: SealedBytes;
  readonly #keys: ChunkKeys;
  #init: InitSegment | null = null;
  #rows: IndexRow[] = [];
  #whole = false;
  #walkedChunk = 0;
  #walkedSize = -1;

  constructor(file: SealedBytes, identity: RecordingIdentity, keys: ChunkKeys) {
    this.#file = file;
    this.identity = identity;
    this.#keys = keys;
  }

  /** Format and label, from the first chunk. */
  async init(): Promise<InitSegment> {
    if (this.#init === null) {
      const first = await this.#chunks(0, 1);
      const read = readInitSegment(first, (bytes) => Buffer.from(bytes).toString('utf8'));
      if (!read.ok) {
        throw new Failure('recording-refused', `${this.identity.path}: ${read.error}`);
      }
      this.#init = read.value;
    }
    return this.#init;
  }

  /** Rows of all fragments that are on disk now, in order. */
  async rows(): Promise<readonly IndexRow[]> {
    if (this.#whole) {
      return this.#rows;
    }
    const size = await this.#file.size();
    if (size === this.#walkedSize) {
      return this.#rows;
    }
    const index = await this.#readIndex(size);
    if (index !== undefined) {
      this.#rows = [...index];
      this.#whole = true;
      return this.#rows;
    }
    await this.#walk(size);
    this.#walkedSize = size;
    return this.#rows;
  }

  /** Plain bytes of a fragment, its first `bytes` or all. */
  async fragment(row: IndexRow, bytes = row.headBytes + row.dataBytes): Promise<Uint8Array> {
    const plain = await this.#chunks(row.chunk, Math.ceil(bytes / chunkBytes));
    if (plain.length < bytes) {
      throw new Failure(
        'recording-damaged',
        `${this.identity.path} is damaged from chunk ${row.chunk}: compare it with its SHA-256`,
      );
    }
    return plain.subarray(0, bytes);
  }

  /** Plain bytes of whole chunks, as many of `count` as authenticate. */
  chunks(first: number, count: number): Promise<Uint8Array> {
    return this.#chunks(first, count);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** The index, when the file ends with one: a short last chunk, and the mark in its last bytes. */
  async #readIndex(size: number): Promise<readonly IndexRow[] | undefined> {
    const sealedBytes = size - headerBytes - messageHeadBytes;
    const full = Math.floor(sealedBytes / sealedChunkBytes);
    const rest = sealedBytes - full * sealedChunkBytes;
    if (sealedBytes <= 0 || rest < tagBytes) {
      return undefined;
    }
    const plainBytes = full * chunkBytes + rest - tagBytes;
    const tail = await this.#range(plainBytes - indexTailBytes, indexTailBytes);
    const length = tail && indexBytesFromTail(tail);
    if (length === undefined || length > indexBytesMax || length > plainBytes) {
      return undefined;
    }
    const box = await this.#range(plainBytes - length, length);
    return box && decodeIndex(box);
  }

  async #walk(size: number): Promise<void> {
    if (this.#walkedChunk === 0) {
      this.#walkedChunk = 1;
    }
    const available = Math.floor((size - headerBytes - messageHeadBytes) / sealedChunkBytes);
    while (this.#walkedChunk < available) {
      const first = await this.#chunks(this.#walkedChunk, 1);
      const facts = first.length >= ownBoxHeadBytes ? readFragmentFacts(first) : undefined;
      if (facts === undefined) {
        return;
      }
      const { key, startMs, endMs, headBytes, dataBytes, firstPictureBytes } = facts;
      const padded = paddedChunks(headBytes + dataBytes);
      const lastChunk = this.#walkedChunk + padded - 1;
      // The last chunk of a fragment that was cut in mid-air is missing or doesn't authenticate.
      if (lastChunk >= available || (await this.#chunks(lastChunk, 1)).length === 0) {
        return;
      }
      const chunk = this.#walkedChunk;
      this.#rows.push({ key, startMs, endMs, chunk, headBytes, dataBytes, firstPictureBytes });
      this.#walkedChunk += padded;
    }
  }

  async #range(from: number, length: number): Promise<Uint8Array | undefined> {
    if (from < 0) {
      return undefined;
    }
    const first = Math.floor(from / chunkBytes);
    const last = Math.floor((from + length - 1) / chunkBytes);
    const plain = await this.#chunks(first, last - first + 1);
    const start = from - first * chunkBytes;
    return plain.length >= start + length ? plain.subarray(start, start + length) : undefined;
  }

  async #chunks(first: number, count: number): Promise<Uint8Array> {
    const sealed = Buffer.allocUnsafe(count * sealedChunkBytes);
    const length = await this.#file.read(sealed, headerBytes + chunkOffset(first));
    const plain = Buffer.allocUnsafe(count * chunkBytes);
    let at = 0;
    for (let index = 0; index * sealedChunkBytes < length; index++) {
      const start = index * sealedChunkBytes;
      const end = Math.min(start + sealedChunkBytes, length);
      const opened = openChunk(this.#keys, first + index, sealed.subarray(start, end));
      if (opened === undefined) {
        break;
      }
      plain.set(opened, at);
      at += opened.length;
      letGo(opened);
    }
    return plain.subarray(0, at);
  }
}

function paddedChunks(bytes: number): number {
  const rest = bytes % chunkBytes;
  // A padding box has at least 8 bytes: a fragment that ends closer than that takes another chunk.
  return Math.ceil(bytes / chunkBytes) + (rest > chunkBytes - 8 ? 1 : 0);
}
