/**
 * The programs of Debian that the tests use as outside witnesses (Chromium, ffmpeg, GStreamer's
 * RTSP server, VLC, OpenSSL, SoftHSM). Installed when missing and when we may; otherwise the tests
 * that need one skip and say so. The product itself needs none of them.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { say } from './prepare.mjs';

const witnesses = [
  ['chromium', '/usr/bin/chromium'],
  ['ffmpeg', '/usr/bin/ffmpeg'],
  ['python3-gi', '/usr/lib/python3/dist-packages/gi/__init__.py'],
  ['gir1.2-gst-rtsp-server-1.0', '/usr/lib/*/girepository-1.0/GstRtspServer-1.0.typelib'],
  ['gstreamer1.0-plugins-good', '/usr/lib/*/gstreamer-1.0/libgstrtp.so'],
  ['gstreamer1.0-plugins-bad', '/usr/lib/*/gstreamer-1.0/libgstvideoparsersbad.so'],
  ['gstreamer1.0-plugins-ugly', '/usr/lib/*/gstreamer-1.0/libgstx264.so'],
  ['gstreamer1.0-libav', '/usr/lib/*/gstreamer-1.0/libgstlibav.so'],
  ['vlc-bin', '/usr/bin/cvlc'],
  ['vlc-plugin-base', '/usr/lib/*/vlc/plugins/demux/libmp4_plugin.so'],
  ['openssl', '/usr/bin/openssl'],
  ['softhsm2', '/usr/bin/softhsm2-util'],
  ['fonts-dejavu-core', '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'],
];

export function installWitnesses() {
  const missing = witnesses.filter(([, path]) => !isThere(path)).map(([name]) => name);
  if (missing.length === 0) {
    return;
  }
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    say(`tests that need these will be skipped: ${missing.join(', ')} (install them with apt)`);
    return;
  }
  say(`installing for the tests: ${missing.join(', ')}`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: environment };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  const result = spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
    quiet,
  );
  if (result.status !== 0) {
    say('some could not be installed; the tests that need them will be skipped');
  }
}

function isThere(path) {
  if (!path.includes('*')) {
    return existsSync(path);
  }
  return ['x86_64-linux-gnu', 'aarch64-linux-gnu'].some((triple) =>
    existsSync(path.replace('*', triple)),
  );
}
