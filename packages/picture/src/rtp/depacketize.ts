/**
 * RTP payloads to NAL units: H.264 (RFC 6184: single, STAP-A, FU-A) and H.265 (RFC 7798: single,
 * AP, FU). Answers false when the payload proves that something before it is missing; types that
 * no camera uses in these modes (interleaved MTAP, FU-B, PACI) are passed over.
 */

import type { VideoCodec } from '../access-unit.ts';
import type { PictureWriter } from './picture-writer.ts';

export function depacketize(
  codec: VideoCodec,
  payload: Uint8Array,
  writer: PictureWriter,
): boolean {
  return codec === 'h264' ? depacketizeH264(payload, writer) : depacketizeH265(payload, writer);
}

function depacketizeH264(payload: Uint8Array, writer: PictureWriter): boolean {
  const header = payload[0] ?? 0;
  const type = header & 31;
  if (type === 28) {
    const mark = payload[1] ?? 0;
    return fragment(payload, 2, mark, writer, () =>
      writer.appendByte((header & 0xe0) | (mark & 31)),
    );
  }
  const whole = abandonOpen(writer);
  if (type === 24) {
    return aggregated(payload, 1, writer) && whole;
  }
  if (type >= 1 && type <= 23) {
    writer.nal(payload);
  }
  return whole;
}

function depacketizeH265(payload: Uint8Array, writer: PictureWriter): boolean {
  const header = payload[0] ?? 0;
  const type = (header >> 1) & 63;
  if (type === 49) {
    const mark = payload[2] ?? 0;
    return fragment(payload, 3, mark, writer, () => {
      writer.appendByte((header & 0x81) | ((mark & 63) << 1));
      writer.appendByte(payload[1] ?? 1);
    });
  }
  const whole = abandonOpen(writer);
  if (type === 48) {
    return aggregated(payload, 2, writer) && whole;
  }
  if (type < 48) {
    writer.nal(payload);
  }
  return whole;
}

function fragment(
  payload: Uint8Array,
  from: number,
  mark: number,
  writer: PictureWriter,
  writeHeader: () => void,
): boolean {
  let whole = true;
  if ((mark & 0x80) !== 0) {
    whole = abandonOpen(writer);
    writer.begin();
    writeHeader();
  } else if (!writer.open) {
    return false;
  }
  writer.append(payload.subarray(from));
  if ((mark & 0x40) !== 0) {
    writer.end();
  }
  return whole;
}

function aggregated(payload: Uint8Array, from: number, writer: PictureWriter): boolean {
  let offset = from;
  while (offset + 2 < payload.length) {
    const length = ((payload[offset] ?? 0) << 8) | (payload[offset + 1] ?? 0);
    const end = offset + 2 + length;
    if (end > payload.length) {
      return false;
    }
    if (length > 0) {
      writer.nal(payload.subarray(offset + 2, end));
    }
    offset = end;
  }
  return true;
}

/** A fragmented unit that another unit interrupts never ended: its last packets are missing. */
function abandonOpen(writer: PictureWriter): boolean {
  if (!writer.open) {
    return true;
  }
  writer.abandonNal();
  return false;
}
