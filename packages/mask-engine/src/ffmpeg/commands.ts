/**
 * The two commands of the second implementation. The decoder is told the size to give, so that every
 * raw picture has exactly the bytes we count on even when the stream lies about its size; nothing is
 * probed, so that the first picture comes at once. The encoder gets the settings of the first one.
 */

import type { EncodeSettings } from '@beffroi/office';
import type { VideoCodec } from '@beffroi/picture';

const quiet = ['-hide_banner', '-v', 'error', '-nostats'];

/** Elementary stream in, raw 8-bit 4:2:0 pictures out, none repeated or left out. */
export function decodeCommand(codec: VideoCodec, width: number, height: number): string[] {
  const format = codec === 'h264' ? 'h264' : 'hevc';
  return [
    ...quiet,
    ...['-probesize', '32', '-analyzeduration', '0', '-fpsprobesize', '0'],
    // Unaligned: else a window that begins at an odd place is widened to the left (MSK-13).
    ...['-flags', 'low_delay+unaligned', '-threads', '1', '-f', format, '-i', 'pipe:0'],
    ...['-fps_mode', 'passthrough', '-vf', `scale=${width}:${height}`, '-threads', '1'],
    ...['-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'pipe:1'],
  ];
}

/** Raw pictures in, H.264 in FLV out, each picture at once. */
export function encodeCommand(width: number, height: number, settings: EncodeSettings): string[] {
  const fps = Math.max(1, Math.round(settings.fps));
  const bits = String(settings.bitsPerSecond);
  return [
    ...quiet,
    ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`],
    ...['-r', String(fps), '-i', 'pipe:0', '-c:v', 'libx264', '-preset', 'superfast'],
    ...['-tune', 'zerolatency', '-threads', '1', '-bf', '0', '-sc_threshold', '0'],
    ...['-g', String(Math.round(fps * settings.gopSeconds)), '-forced-idr', '1'],
    ...['-b:v', bits, '-maxrate', bits, '-bufsize', bits],
    ...['-flush_packets', '1', '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1'],
  ];
}
