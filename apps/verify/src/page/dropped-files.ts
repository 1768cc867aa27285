/**
 * Files that a person dropped or chose, as a register's reader: paths below the folder that was
 * given. Nothing is read before it is asked for.
 */

import { fileBytesMax, type RegisterReader } from '@beffroi/register';

export type FilesByPath = ReadonlyMap<string, File>;

const filesMax = 200_000;

/** The files of a folder input: each knows its path below the chosen folder. */
export function chosenFiles(list: FileList): FilesByPath {
  return new Map(
    [...list].slice(0, filesMax).map((file) => [belowFirst(file.webkitRelativePath), file]),
  );
}

/** The files of a drop: a folder with all in it, or one file under its name. */
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
      return file === undefined
        ? undefined
        : new Uint8Array(await file.slice(0, fileBytesMax + 1).arrayBuffer());
    },
    list: (folder) => {
      const head = `${folder}/`;
      const names = [...files.keys()].filter((path) => path.startsWith(head));
      return Promise.resolve(names.map((path) => path.slice(head.length)).sort());
    },
  };
}

async function collect(entry: FileSystemEntry, files: Map<string, File>): Promise<void> {
  if (files.size >= filesMax) {
    return;
  }
  if (isFile(entry)) {
    const file = await new Promise<File>((done, failed) => entry.file(done, failed));
    files.set(belowFirst(entry.fullPath.slice(1)), file);
  } else if (isFolder(entry)) {
    for (const one of await entriesOf(entry.createReader())) {
      await collect(one, files);
    }
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
