/**
 * Files that a person dropped or chose, as a register's reader: paths below the folder that was
 * given. Nothing is read before it is asked for.
 */

import { fileBytesMax, type RegisterReader } from '@beffroi/register';

export type FilesByPath = ReadonlyMap<string, File>;

const filesMax = 200_000;

/** The files of an input: those of a folder know their path below it. Throws an Error over the limit. */
export function chosenFiles(list: FileList): FilesByPath {
  checkCount(list.length);
  return new Map([...list].map((file) => [belowFirst(file.webkitRelativePath), file]));
}

/** The files of a drop: a folder with all in it, or one file under its name. Throws an Error over the limit. */
export async function droppedFiles(items: DataTransferItemList): Promise<FilesByPath> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files = new Map<string, File>();
  for (const entry of entries) {
    await collect(entry, files);
  }
  return files;
}

export function readerOf(files: FilesByPath): RegisterReader {
  return {
    read: async (path) => {
      const file = files.get(path);
      return file === undefined ? undefined : await bytesOf(file);
    },
    list: (folder) => {
      const head = `${folder}/`;
      const names = [...files.keys()].filter((path) => path.startsWith(head));
      return Promise.resolve(names.map((path) => path.slice(head.length)).sort());
    },
  };
}

/** At most one byte more than a file may have: the check says that it is too large. */
export async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, fileBytesMax + 1).arrayBuffer());
}

async function collect(entry: FileSystemEntry, files: Map<string, File>): Promise<void> {
  if (isFile(entry)) {
    checkCount(files.size + 1);
    const file = await new Promise<File>((done, failed) => entry.file(done, failed));
    files.set(belowFirst(entry.fullPath.slice(1)), file);
  } else if (isFolder(entry)) {
    for (const one of await entriesOf(entry.createReader())) {
      await collect(one, files);
    }
  }
}

/** A part of a register would be told as one with holes. */
function checkCount(count: number): void {
  if (count > filesMax) {
    throw new Error(`a register has at most ${filesMax} files; choose its own folder`);
  }
}

/** A reader gives a hundred at a time and ends with none. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) =>
      reader.readEntries(done, failed),
    );
    if (some.length === 0) {
      return all;
    }
    all.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** `register/tile/0/000` is `tile/0/000` below the folder that was given. */
function belowFirst(path: string): string {
  const cut = path.indexOf('/');
  return cut < 0 ? path : path.slice(cut + 1);
}
