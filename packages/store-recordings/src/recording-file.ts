/**
 * One file being written: header, sealed init segment, then fragments, each padded to whole chunks.
 * Order on disk (REC-21, REC-24): marker and folder, header and its sync, folder's sync; only then is
 * the file announced. Pictures count once their sync has returned. After any failure nothing is
 * written to the file again: it is closed as cut short by `recovery.ts`.
 */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { assert } from '@beffroi/kernel';
import type { ClosedRecording, RecordingIdentity } from '@beffroi/office';
import {
  type Fragment,
  fragmentHead,
  freeBox,
  initSegment,
  paddingBytes,
  type RecordingLabel,
  type StreamFormat,
} from '@beffroi/picture';
import {
  type ChunkKeys,
  chunkBytes,
  chunkOffset,
  deriveChunkKeys,
  messageHeadBytes,
  sealChunks,
  sealedChunkBytes,
  sealLastChunk,
} from './chunked-encryption.ts';
import type { Disk, DiskFile } from './disk.ts';
import { encodeHeader, headerBytes, sealingContext } from './file-header.ts';
import { encodeIndex, type IndexRow } from './gop-index.ts';
import {
  encodeProgress,
  maskVersionBytesMax,
  type Progress,
  progressBytes,
  progressOffset,
} from './progress.ts';
import type { SlabPool } from './slab-pool.ts';

export interface NewFile {
  readonly directory: string;
  readonly identity: RecordingIdentity;
  readonly dataKey: Uint8Array;
  readonly salt: Uint8Array;
  readonly format: StreamFormat;
  readonly label: RecordingLabel;
  readonly slabs: SlabPool;
}

export class RecordingFile {
  readonly identity: RecordingIdentity;
  readonly #file: DiskFile;
  readonly #keys: ChunkKeys;
  readonly #slabs: SlabPool;
  readonly #hash = createHash('sha256');
  readonly #rows: IndexRow[] = [];
  readonly #maskVersions = new Set<string>();
  #chunks = 0;
  #turn = 0;
  #pictures = 0;
  #endMs: number;
  #allWithCameraTime = true;
  #failed = false;

  private constructor(file: DiskFile, { identity, slabs }: NewFile, keys: ChunkKeys) {
    this.#file = file;
    this.#slabs = slabs;
    this.identity = identity;
    this.#keys = keys;
    this.#endMs = identity.startMs;
  }

  /** Creates the file and its first synced bytes; the caller syncs the folder before announcing it. */
  static async create(disk: Disk, plan: NewFile): Promise<RecordingFile> {
    const { identity } = plan;
    const header = encodeHeader(identity);
    const keys = deriveChunkKeys(plan.dataKey, plan.salt, sealingContext(header));
    const file = await disk.create(join(plan.directory, identity.path));
    const recording = new RecordingFile(file, plan, keys);
    try {
      await recording.#begin(header, plan);
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
    return recording;
  }

  /** Bytes it has on disk. */
  get sizeBytes(): number {
    return headerBytes + chunkOffset(this.#chunks);
  }

  get maskVersionCount(): number {
    return this.#maskVersions.size;
  }

  /** Seals and writes a fragment and the progress that counts it; not yet synced. */
  async append(fragment: Fragment): Promise<void> {
    const head = fragmentHead(fragment);
    const dataBytes = fragment.pictures.reduce((sum, picture) => sum + picture.data.length, 0);
    const first = fragment.pictures[0];
    assert(first !== undefined, 'a fragment has a picture');
    this.#rows.push({
      key: first.key,
      startMs: fragment.pictures.reduce((least, { atMs }) => Math.min(least, atMs), Infinity),
      endMs: fragment.endMs,
      chunk: this.#chunks,
      headBytes: head.length,
      dataBytes,
      firstPictureBytes: first.data.length,
    });
    await this.#writePadded([head, ...fragment.pictures.map((picture) => picture.data)]);
    this.#pictures += fragment.pictures.length;
    this.#endMs = fragment.endMs;
    for (const picture of fragment.pictures) {
      this.#maskVersions.add(picture.maskVersion.slice(0, maskVersionBytesMax));
      this.#allWithCameraTime &&= picture.cameraMs !== null;
    }
    await this.#writeProgress('growing', '');
  }

  async sync(): Promise<void> {
    await this.#guarded(() => this.#file.datasync());
  }

  /** Writes the index, syncs, and says what the file is; `release` follows once that was told. */
  async finish(): Promise<ClosedRecording> {
    const index = encodeIndex(this.#rows);
    const whole = index.length - (index.length % chunkBytes);
    const position = this.sizeBytes;
    const sealed = Buffer.concat([
      sealChunks(this.#keys, this.#chunks, index.subarray(0, whole)),
      sealLastChunk(this.#keys, this.#chunks + whole / chunkBytes, index.subarray(whole)),
    ]);
    this.#hash.update(sealed);
    await this.#guarded(() => this.#file.write(sealed, position));
    const sha256 = this.#hash.digest('hex');
    await this.#writeProgress('finished', sha256);
    await this.sync();
    const sizeBytes = position + sealed.length;
    return closedFrom(this.identity, this.#progress('finished', sha256), sizeBytes, 'complete');
  }

  /** The closing was told: the slots go, and the file rests. */
  async release(): Promise<void> {
    await this.#guarded(() => clearProgress(this.#file));
    await this.#file.close();
  }

  /** Lets go of a file that can't be finished. */
  async abandon(): Promise<void> {
    this.#failed = true;
    await this.#file.close();
  }

  async #begin(header: Buffer, plan: NewFile): Promise<void> {
    const head = Buffer.concat([plan.salt, this.#keys.commitment]);
    assert(head.length === messageHeadBytes, 'salt and commitment have 56 bytes');
    this.#hash.update(header).update(head);
    const { bytes, offset } = encodeProgress(this.#turn++, this.#progress('growing', ''));
    bytes.copy(header, offset);
    await this.#guarded(() => this.#file.write(Buffer.concat([header, head]), 0));
    await this.#writePadded([initSegment({ format: plan.format, label: plan.label })]);
    await this.sync();
  }

  async #writePadded(parts: readonly Uint8Array[]): Promise<void> {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const padding = paddingBytes(length, chunkBytes);
    const { plain } = this.#slabs;
    let filled = 0;
    for (const part of padding > 0 ? [...parts, freeBox(padding)] : parts) {
      for (let from = 0; from < part.length; ) {
        const piece = part.subarray(from, from + plain.length - filled);
        plain.set(piece, filled);
        filled += piece.length;
        from += piece.length;
        if (filled === plain.length) {
          // The shared buffer is sealed before this waits for the disk: others may use it then.
          filled = 0;
          await this.#writeSlab(plain);
        }
      }
    }
    if (filled > 0) {
      await this.#writeSlab(plain.subarray(0, filled));
    }
  }

  async #writeSlab(plain: Uint8Array): Promise<void> {
    const slab = this.#slabs.take();
    const sealed = sealChunks(this.#keys, this.#chunks, plain, slab);
    const position = this.sizeBytes;
    this.#hash.update(sealed);
    this.#chunks += sealed.length / sealedChunkBytes;
    await this.#guarded(() => this.#file.write(sealed, position));
    this.#slabs.giveBack(slab);
  }

  async #writeProgress(state: Progress['state'], sha256: string): Promise<void> {
    const { bytes, offset } = encodeProgress(this.#turn++, this.#progress(state, sha256));
    await this.#guarded(() => this.#file.write(bytes, offset));
  }

  #progress(state: Progress['state'], sha256: string): Progress {
    return {
      state,
      endMs: this.#endMs,
      pictures: this.#pictures,
      gops: this.#rows.filter((row) => row.key).length,
      chunks: this.#chunks,
      maskVersions: [...this.#maskVersions],
      timeSource: this.#allWithCameraTime && this.#pictures > 0 ? 'camera' : 'arrival',
      sha256,
    };
  }

  async #guarded(act: () => Promise<void>): Promise<void> {
    assert(!this.#failed, 'nothing is written to a file after a failure');
    try {
      await act();
    } catch (thrown) {
      this.#failed = true;
      throw thrown;
    }
  }
}

/** Zeroes both slots, durably. */
export async function clearProgress(file: DiskFile): Promise<void> {
  await file.write(new Uint8Array(progressBytes), progressOffset);
  await file.datasync();
}

/** The row of the database for a file whose progress is known. */
export function closedFrom(
  identity: RecordingIdentity,
  progress: Progress,
  sizeBytes: number,
  closing: ClosedRecording['closing'],
): ClosedRecording {
  return {
    ...identity,
    endMs: Math.max(progress.endMs, identity.startMs),
    sizeBytes,
    sha256: progress.sha256,
    pictures: progress.pictures,
    gops: progress.gops,
    maskVersions: progress.maskVersions,
    timeSource: progress.timeSource,
    closing,
  };
}
