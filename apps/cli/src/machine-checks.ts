/**
 * What a centre or a recorder needs of a machine, looked at one thing after the other: each answers a
 * finding with what was found, and where it isn't good what to do, in French and English. Nothing here
 * throws: what can't be looked at is a finding too. No credential stands in one.
 */

import { execFile } from 'node:child_process';
import { readFile, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import { messageOf } from '@beffroi/kernel';
import { measureEncoder } from '@beffroi/mask-engine';
import { measureSync } from '@beffroi/store-recordings';
import { clockOffsetMs } from './ntp.ts';
import { isHeld } from './state-lock.ts';

export interface Said {
  readonly fr: string;
  readonly en: string;
}

export interface Finding {
  readonly what: string;
  readonly level: 'good' | 'advice' | 'fault';
  readonly found: Said;
  readonly remedy: Said | null;
}

const connectMsMax = 3000;

export async function syncFinding(directory: string): Promise<Finding> {
  const figures = await measureSync(directory).catch((thrown: NodeJS.ErrnoException) => thrown);
  if (figures instanceof Error) {
    const why = figures.code ?? figures.message;
    return {
      what: 'sync',
      level: 'fault',
      found: {
        fr: `rien ne peut être écrit dans ${directory} (${why})`,
        en: `nothing can be written in ${directory} (${why})`,
      },
      remedy: {
        fr: "donnez ce dossier à l'utilisateur du centre, faites-y de la place, ou nommez-en un autre avec --directory",
        en: 'give this folder to the user of the centre, make room in it, or name another with --directory',
      },
    };
  }
  const [median, worst] = [figures.medianMs.toFixed(1), figures.p99Ms.toFixed(1)];
  const slow = figures.medianMs > 15;
  return judged(
    'sync',
    slow ? 'advice' : 'good',
    {
      fr: `une écriture synchronisée prend ${french(median)} ms (99 % : ${french(worst)} ms) dans ${directory}`,
      en: `a synced write takes ${median} ms (99 %: ${worst} ms) in ${directory}`,
    },
    {
      fr: 'enregistrez sur un disque plus rapide, ou réglez la synchronisation sur two-seconds',
      en: 'set the sync policy to two-seconds, or record on a faster disk',
    },
  );
}

export async function diskFinding(directory: string): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(directory);
  const gigabytes = (bavail * bsize) / 1e9;
  // 4 Mbit/s is 43.2 GB a day.
  const days = (gigabytes / 43.2).toFixed(1);
  const low = bavail / blocks < 0.1;
  return judged(
    'disk',
    low ? 'fault' : 'good',
    {
      fr: `${gigabytes.toFixed(0)} Go libres : ${french(days)} jours d'une caméra à 4 Mbit/s`,
      en: `${gigabytes.toFixed(0)} GB free: ${days} camera-days at 4 Mbit/s`,
    },
    {
      fr: "moins d'un dixième est libre : faites de la place avant d'enregistrer",
      en: 'less than a tenth is free: make room before recording',
    },
  );
}

export function memoryFinding(): Finding {
  const [free, all] = [(freemem() / 1e9).toFixed(1), (totalmem() / 1e9).toFixed(1)];
  const [cores, load] = [availableParallelism(), (loadavg()[0] ?? 0).toFixed(1)];
  const low = freemem() < 1e9;
  return judged(
    'memory',
    low ? 'fault' : 'good',
    {
      fr: `${french(free)} Go libres sur ${french(all)}, ${cores} cœurs, charge ${french(load)}`,
      en: `${free} of ${all} GB free, ${cores} cores, load ${load}`,
    },
    {
      fr: 'une caméra masquée par le serveur prend environ 0,12 Go : ajoutez de la mémoire',
      en: 'a server-masked camera needs about 0.12 GB: add memory',
    },
  );
}

/** `ownerSocket`: of the centre that is meant; it may be what holds the port. */
export async function portFinding(port: number, ownerSocket: string): Promise<Finding> {
  const why = await connectFault({ host: '127.0.0.1', port });
  if (why !== null) {
    return good('ports', `le port ${port} est libre`, `port ${port} is free`);
  }
  if (await isHeld(ownerSocket)) {
    return good(
      'ports',
      `le port ${port} est pris, et le centre tourne`,
      `port ${port} is in use, and the centre runs`,
    );
  }
  return {
    what: 'ports',
    level: 'advice',
    found: {
      fr: `le port ${port} est pris par un autre programme que le centre de cet état`,
      en: `port ${port} is in use by another program than the centre of this state`,
    },
    remedy: {
      fr: `voyez lequel (ss -ltnp 'sport = :${port}') et arrêtez-le, ou démarrez avec un autre --port`,
      en: `see which one (ss -ltnp 'sport = :${port}') and stop it, or start with another --port`,
    },
  };
}

/** Only whether a server is there: the centre alone signs in. */
export async function databaseFinding(databaseUrl: string | undefined): Promise<Finding> {
  if (databaseUrl === undefined || databaseUrl === '') {
    return good(
      'database',
      'le centre démarre sa propre base PostgreSQL',
      'the centre starts a PostgreSQL of its own',
    );
  }
  // A server behind a socket's folder has no host in its address.
  const address = databaseUrl.replace('@/', '@localhost/');
  if (!URL.canParse(address)) {
    return noDatabase('DATABASE_URL', 'ERR_INVALID_URL');
  }
  const { hostname, port, searchParams } = new URL(address);
  const folder = searchParams.get('host');
  const where =
    folder?.startsWith('/') === true
      ? { path: `${folder}/.s.PGSQL.${port || 5432}` }
      : { host: hostname.replace(/^\[|\]$/g, '') || '127.0.0.1', port: Number(port || 5432) };
  const shown = where.path ?? `${where.host}:${where.port}`;
  const why = await connectFault(where);
  return why === null
    ? good('database', `un serveur répond à ${shown}`, `a server answers at ${shown}`)
    : noDatabase(shown, why);
}

function noDatabase(shown: string, why: string): Finding {
  return {
    what: 'database',
    level: 'fault',
    found: {
      fr: `aucun serveur PostgreSQL ne répond à ${shown} (${why})`,
      en: `no PostgreSQL server answers at ${shown} (${why})`,
    },
    remedy: {
      fr: 'démarrez-le, corrigez DATABASE_URL, ou retirez-la : le centre démarre alors sa propre base',
      en: 'start it, put DATABASE_URL right, or unset it: the centre then starts one of its own',
    },
  };
}

export async function clockFinding(server: string): Promise<Finding> {
  const offset = await clockOffsetMs(server).catch((thrown: unknown) => messageOf(thrown));
  if (typeof offset === 'string') {
    return {
      what: 'clock',
      level: 'advice',
      found: {
        fr: `${server} n'a pas donné l'heure (en anglais : ${offset})`,
        en: `${server} did not answer (${offset})`,
      },
      remedy: {
        fr: 'nommez le serveur de temps de la ville avec --ntp HOST (VP-65)',
        en: 'name the time server of the town with --ntp HOST (VP-65)',
      },
    };
  }
  const off = Math.abs(offset) > 500;
  const shown = offset.toFixed(0);
  return judged(
    'clock',
    off ? 'fault' : 'good',
    { fr: `à ${shown} ms de ${server}`, en: `${shown} ms from ${server}` },
    {
      fr: "mettez l'horloge à l'heure par NTP (VP-65) : apt install chrony",
      en: 'set the clock by NTP (VP-65): apt install chrony',
    },
  );
}

export async function encoderFinding(): Promise<Finding> {
  const measured = await measureEncoder().catch((thrown: unknown) => messageOf(thrown));
  if (typeof measured === 'string') {
    return {
      what: 'encoder',
      level: 'fault',
      found: { fr: `pas d'encodeur (en anglais : ${measured})`, en: measured },
      remedy: {
        fr: "supprimez node_modules et relancez npm start : la bibliothèque de codecs manque ou n'est pas faite pour cette machine",
        en: 'remove node_modules and run npm start again: the codec library is missing or not made for this machine',
      },
    };
  }
  const rate = measured.framesPerSecond.toFixed(0);
  const cameras = ((measured.framesPerSecond * availableParallelism()) / 25).toFixed(1);
  return good(
    'encoder',
    `${measured.name} : ${rate} images 1080p par seconde et par cœur, environ ${french(cameras)} caméras masquées sur cette machine`,
    `${measured.name}: ${rate} pictures of 1080p a second and core, about ${cameras} masked cameras on this machine`,
  );
}

/** Debian's own, which reads back what was recorded (MSK-6); nothing else needs it. */
export async function ffmpegFinding(): Promise<Finding> {
  const version = await new Promise<string | null>((done) => {
    execFile('ffmpeg', ['-version'], { timeout: connectMsMax }, (error, out) =>
      done(error === null ? (/^ffmpeg version (\S+)/.exec(out)?.[1] ?? '?') : null),
    );
  });
  return version === null
    ? {
        what: 'ffmpeg',
        level: 'advice',
        found: { fr: "ffmpeg n'est pas installé", en: 'ffmpeg is not installed' },
        remedy: {
          fr: 'sans lui, beffroi read-back ne peut pas relire les masques : apt install ffmpeg',
          en: 'without it beffroi read-back can’t check the masks: apt install ffmpeg',
        },
      }
    : good('ffmpeg', `version ${version}`, `version ${version}`);
}

/** The lines that whoever checks the register must have from elsewhere (REG-5). */
export async function registerFinding(file: string): Promise<Finding> {
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => thrown);
  if (typeof text === 'string') {
    const lines = text.trimEnd().split('\n').join('\n           ');
    return good(
      'register',
      `signé par ces clés ; publiez-les :\n           ${lines}`,
      `signed under these keys; publish them:\n           ${lines}`,
    );
  }
  const why = text.code === 'ENOENT' ? '' : ` (${text.code})`;
  return {
    what: 'register',
    level: 'advice',
    found: { fr: `pas encore de clé dans ${file}${why}`, en: `no key yet in ${file}${why}` },
    remedy: {
      fr: "le centre la fait à son premier démarrage ; nommez son dossier d'état avec --state DIR",
      en: 'a centre makes it at its first start; name its state with --state DIR',
    },
  };
}

/** Why nobody answers there; null when somebody does. */
function connectFault(
  where: { readonly path: string } | { readonly host: string; readonly port: number },
): Promise<string | null> {
  return new Promise((done) => {
    const socket = connect({ ...where, timeout: connectMsMax });
    const end = (why: string | null): void => {
      socket.destroy();
      done(why);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end('ETIMEDOUT'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

function good(what: string, fr: string, en: string): Finding {
  return { what, level: 'good', found: { fr, en }, remedy: null };
}

/** What was found, and what to do where it isn't well. */
function judged(
  what: string,
  level: 'good' | 'advice' | 'fault',
  found: Said,
  remedy: Said,
): Finding {
  return { what, level, found, remedy: level === 'good' ? null : remedy };
}

function french(figure: string): string {
  return figure.replace('.', ',');
}
