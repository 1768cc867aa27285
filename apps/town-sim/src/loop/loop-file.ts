/**
 * A loop as it lies in the cache: a line of JSON that says where each coded picture begins, then
 * the pictures. Written beside and renamed, so a reader never sees half of one. A file that doesn't
 * read is made again.
 */

import { readFile, rename, writeFile } from 'node:fs/promises';

export interface LoopPicture {
  readonly key: boolean;
  /** Length-prefixed NAL units. */
  readonly data: Uint8Array;
}

export interface StreamLoop {
  readonly width: number;
  readonly height: number;
  readonly parameterSets: readonly Uint8Array[];
  readonly pictures: readonly LoopPicture[];
}

export interface CameraLoop {
  readonly ticksPerPicture: number;
  readonly main: StreamLoop;
  readonly sub: StreamLoop;
}

interface StreamHeader {
  readonly width: number;
  readonly height: number;
  /** Sizes of the parameter sets, then of the pictures (negative: a key picture). */
  readonly sets: readonly number[];
  readonly sizes: readonly number[];
}

interface LoopHeader {
  readonly format: 'beffroi-loop-1';
  readonly ticksPerPicture: number;
  readonly main: StreamHeader;
  readonly sub: StreamHeader;
}

export async function writeLoop(path: string, loop: CameraLoop): Promise<void> {
  const header: LoopHeader = {
    format: 'beffroi-loop-1',
    ticksPerPicture: loop.ticksPerPicture,
    main: headerOf(loop.main),
    sub: headerOf(loop.sub),
  };
  const body = [loop.main, loop.sub].flatMap((stream) => [
    ...stream.parameterSets,
    ...stream.pictures.map(({ data }) => data),
  ]);
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...body]));
  await rename(draft, path);
}

function headerOf(stream: StreamLoop): StreamHeader {
  return {
    width: stream.width,
    height: stream.height,
    sets: stream.parameterSets.map((set) => set.length),
    sizes: stream.pictures.map(({ key, data }) => (key ? -data.length : data.length)),
  };
}

/** The loop of a file, or undefined when it is missing or not whole. */
export async function readLoop(path: string): Promise<CameraLoop | undefined> {
  const bytes = await readFile(path).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') {
      return undefined;
    }
    throw thrown;
  });
  const end = bytes?.indexOf(10) ?? -1;
  if (!bytes || end < 0) {
    return undefined;
  }
  const header = parseHeader(bytes.subarray(0, end).toString());
  if (!header || end + 1 + bodySize(header.main) + bodySize(header.sub) !== bytes.length) {
    return undefined;
  }
  const main = cutStream(bytes, end + 1, header.main);
  const sub = cutStream(bytes, end + 1 + bodySize(header.main), header.sub);
  return { ticksPerPicture: header.ticksPerPicture, main, sub };
}

function parseHeader(line: string): LoopHeader | undefined {
  try {
    const header = JSON.parse(line) as Partial<LoopHeader>;
    return header.format === 'beffroi-loop-1' ? (header as LoopHeader) : undefined;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      return undefined;
    }
    throw thrown;
  }
}

function bodySize(stream: StreamHeader): number {
  return [...stream.sets, ...stream.sizes].reduce((sum, size) => sum + Math.abs(size), 0);
}

function cutStream(bytes: Uint8Array, start: number, header: StreamHeader): StreamLoop {
  let at = start;
  const cut = (size: number): Uint8Array => {
    at += Math.abs(size);
    return bytes.subarray(at - Math.abs(size), at);
  };
  const parameterSets = header.sets.map(cut);
  const pictures = header.sizes.map((size) => ({ key: size < 0, data: cut(size) }));
  return { width: header.width, height: header.height, parameterSets, pictures };
}
