/**
 * A piece of a recording on the recorder link, as it was sealed: a binary message of its own kind,
 * told from a picture by its first byte. Whoever hands it over can't open it (REC-22); the centre
 * opens it with its ring. Big-endian, 16 bytes of header; documented in docs/wire.md.
 */

/** Small enough that live pictures behind it wait for no more than a moment. */
export const linkPieceBytesMax = 65_536;

const headerBytes = 16;
const pieceKind = 3;

export interface LinkPiece {
  readonly request: number;
  /** Of the whole file, now. */
  readonly fileBytes: number;
  readonly bytes: Uint8Array;
}

/** A piece as one frame; `request` is below 65 536. */
export function encodePiece({ request, fileBytes, bytes }: LinkPiece): Uint8Array {
  const frame = new Uint8Array(headerBytes + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, pieceKind);
  view.setUint16(2, request);
  view.setFloat64(8, fileBytes);
  frame.set(bytes, headerBytes);
  return frame;
}

/** The piece in a frame, a view of its bytes; undefined when it is none. */
export function decodePiece(frame: Uint8Array): LinkPiece | undefined {
  if (frame.length < headerBytes || frame.length > headerBytes + linkPieceBytesMax) {
    return undefined;
  }
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const fileBytes = view.getFloat64(8);
  return view.getUint8(0) === pieceKind && fileBytes >= 0
    ? { request: view.getUint16(2), fileBytes, bytes: frame.subarray(headerBytes) }
    : undefined;
}
