/**
 * `npm run bench -- mask`: CPU of masking a camera's stream (decode, fill, encode), against ffmpeg
 * doing the same with drawbox and the same x264 settings, each a whole process over the same clip,
 * in turns; the median of the paired ratios counts.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { quantile, rounded, type Section } from './figures.ts';
import { type ClipWish, camera720p25, camera1080p25, clip, sub360p12 } from './media.ts';
import { reapedCpuSeconds } from './process-cost.ts';

interface Job {
  readonly name: string;
  readonly wish: ClipWish;
  readonly coverage: number;
}

/** The lighter the longer: what a second costs is told from noise. */
const longer = {
  '1080p25': { ...camera1080p25, seconds: 20 },
  '720p25': { ...camera720p25, seconds: 30 },
  '360p12.5': { ...sub360p12, seconds: 120 },
} as const;

/** What a start costs is taken off: a camera runs for weeks. */
const startSeconds = 2;

const jobs: readonly Job[] = [
  { name: '1080p25, 10 % covered', wish: longer['1080p25'], coverage: 0.1 },
  { name: '1080p25, 40 % covered', wish: longer['1080p25'], coverage: 0.4 },
  { name: '720p25, 10 % covered', wish: longer['720p25'], coverage: 0.1 },
  { name: '360p12.5 sub-stream, 10 % covered', wish: longer['360p12.5'], coverage: 0.1 },
];

export async function benchMask(quick: boolean): Promise<Section> {
  const turns = quick ? 1 : 5;
  const rows: (string | number)[][] = [];
  const figures: Record<string, Section['figures'][string]> = {};
  for (const [index, job] of (quick ? jobs.slice(0, 1) : jobs).entries()) {
    const pairs = Array.from({ length: turns }, (_, turn) => pairOf(job, turn % 2 === 0));
    const ratio = quantile(
      pairs.map((pair) => pair.ours / pair.peer),
      0.5,
    );
    const own = quantile(
      pairs.map((pair) => pair.ours),
      0.5,
    );
    const other = quantile(
      pairs.map((pair) => pair.peer),
      0.5,
    );
    rows.push([job.name, rounded(own, 3), rounded(other, 3), rounded(ratio)]);
    if (index === 0) {
      figures['mask.ratioToFfmpeg'] = {
        value: rounded(ratio),
        unit: 'ratio of CPU',
        against: 'ffmpeg decode + drawbox + libx264 superfast zerolatency, same run',
      };
      figures['mask.coresPer1080p25'] = {
        value: rounded(own, 3),
        unit: 'CPU seconds per second',
        against: `${rounded(other, 3)} by ffmpeg`,
      };
    }
  }
  return {
    name: 'mask',
    title: 'Masking on the server',
    method:
      'Whole processes over the same clip of 20 to 120 s, in turns, less what each costs over 2 s of it ' +
      '(a camera runs for weeks: no start counts); CPU seconds (user and system) per second of video. The peer: `ffmpeg -threads 1 -vf drawbox x3 -c:v libx264 ' +
      '-preset superfast -tune zerolatency`, same bit rate and GOP.',
    columns: ['stream', 'Beffroi CPU s per s', 'ffmpeg CPU s per s', 'ratio (median of pairs)'],
    rows,
    figures,
  };
}

/** Whoever goes first in one pair goes last in the next: a machine that slows down favours nobody. */
function pairOf(job: Job, oursFirst: boolean): { readonly ours: number; readonly peer: number } {
  return oursFirst
    ? { ours: steady(job, ours), peer: steady(job, peer) }
    : { peer: steady(job, peer), ours: steady(job, ours) };
}

/** CPU seconds of one second more. */
function steady(job: Job, cost: (job: Job) => number): number {
  const start = { ...job, wish: { ...job.wish, seconds: startSeconds } };
  return (cost(job) - cost(start)) / (job.wish.seconds - startSeconds);
}

function ours({ wish, coverage }: Job): number {
  const entry = fileURLToPath(new URL('./mask-run.ts', import.meta.url));
  const { fps, kbitPerSecond } = wish;
  const args = [entry, clip(wish), String(coverage), String(fps), String(kbitPerSecond)];
  return costOf(process.execPath, args);
}

function peer({ wish, coverage }: Job): number {
  const height = coverage / 3 / 0.28;
  const boxes = [0.02, 0.36, 0.7]
    .map((left) => `drawbox=x=iw*${left}:y=ih*0.05:w=iw*0.28:h=ih*${height}:color=gray:t=fill`)
    .join(',');
  const rate = `${wish.kbitPerSecond}k`;
  const args = [
    ...['-loglevel', 'error', '-threads', '1', '-r', String(wish.fps), '-i', clip(wish)],
    ...['-vf', boxes, '-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency'],
    ...['-threads', '1', '-bf', '0', '-g', String(2 * wish.fps)],
    ...['-b:v', rate, '-maxrate', rate, '-bufsize', rate, '-f', 'h264', '-y', '/dev/null'],
  ];
  return costOf('ffmpeg', args);
}

function costOf(program: string, args: readonly string[]): number {
  const before = reapedCpuSeconds();
  const result = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (result.status !== 0) {
    throw new Error(`${program} ended with ${result.status ?? result.signal}`);
  }
  return reapedCpuSeconds() - before;
}
