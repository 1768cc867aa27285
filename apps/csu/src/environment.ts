/**
 * What the supervisor or a service file tells this process, read from its environment once at the
 * start. A value that makes no sense stops the start with its name and the remedy; nothing falls back
 * in silence. The meaning of each is in docs/operations.md and README.md.
 */

import { join } from 'node:path';
import { Failure } from '@beffroi/kernel';
import type { KeyRootSettings } from '@beffroi/keyring';
import { readKey } from '@beffroi/register';
import { readProvider } from './identity/provider-settings.ts';
import { sha256 } from './register/ed25519.ts';
import type { TimeStampSettings } from './register/time-stamp-watch.ts';
import type { WitnessSettings } from './register/witness-watch.ts';
import { type CsuSettings, isLoopback, type TlsSettings } from './settings.ts';

export interface CentreEnvironment {
  readonly databaseUrl: string;
  readonly stateDirectory: string;
  readonly consoleDirectory: string;
  readonly demonstration: boolean;
  readonly timeZone: string;
  readonly site: string;
  readonly maskCoresMax: number;
  /** Who vouches for the register from another machine; null for nobody. */
  readonly witness: WitnessSettings | null;
  /** Where the root of the key ring lies. */
  readonly keyRoot: KeyRootSettings;
  /** Who time-stamps the register each day (RFC 3161); null for nobody. */
  readonly timeStamps: TimeStampSettings | null;
  readonly logLevel: 'info' | 'warn' | 'error';
  readonly settings: CsuSettings;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws Failure `setting-invalid`. */
export function readEnvironment(environment: Environment): CentreEnvironment {
  const text = (name: string, otherwise: string): string => {
    const value = environment[name];
    return value === undefined || value === '' ? otherwise : value;
  };
  const needed = (name: string): string => {
    const value = text(name, '');
    if (value === '') {
      throw new Failure('setting-invalid', `${name} is not set; the centre needs it to start`);
    }
    return value;
  };
  const number = (name: string, otherwise: number, min: number, max: number): number => {
    const value = Number(text(name, String(otherwise)));
    if (!(value >= min && value <= max)) {
      throw new Failure('setting-invalid', `${name} is a number from ${min} to ${max}`);
    }
    return value;
  };
  const optional = (name: string): string | null => text(name, '') || null;

  const stateDirectory = needed('BEFFROI_STATE');
  const bind = text('BEFFROI_HOST', '127.0.0.1');
  const demonstration = text('BEFFROI_DEMONSTRATION', '0') === '1';
  if (demonstration && !isLoopback(bind)) {
    throw new Failure(
      'setting-invalid',
      `BEFFROI_HOST is ${bind}: a demonstration is bound to loopback; name a town instead`,
    );
  }
  const plainPort = optional('BEFFROI_PLAIN_PORT');
  const level = text('BEFFROI_LOG', 'info');
  return {
    databaseUrl: needed('DATABASE_URL'),
    stateDirectory,
    consoleDirectory: needed('BEFFROI_CONSOLE'),
    demonstration,
    timeZone: text('BEFFROI_TIME_ZONE', 'Europe/Paris'),
    site: text('BEFFROI_SITE', 'centre'),
    maskCoresMax: number('BEFFROI_MASK_CORES', 1, 0, 1024),
    witness: witnessOf(optional('BEFFROI_WITNESS'), optional('BEFFROI_WITNESS_KEY')),
    keyRoot: readKeyRoot(environment),
    timeStamps: timeStampsOf(optional('BEFFROI_TSA'), optional('BEFFROI_TSA_ROOTS')),
    logLevel: level === 'warn' || level === 'error' ? level : 'info',
    settings: {
      bind,
      port: number('BEFFROI_PORT', 8440, 0, 65_535),
      hostNames: text('BEFFROI_HOST_NAMES', '')
        .split(',')
        .filter((name) => name !== ''),
      tls: tlsOf(optional('BEFFROI_TLS_CERT'), optional('BEFFROI_TLS_KEY'), bind, stateDirectory),
      plainPort: plainPort === null ? null : number('BEFFROI_PLAIN_PORT', 0, 0, 65_535),
      provider: readProvider(environment),
      townName: text('BEFFROI_TOWN_NAME', 'Centre de supervision urbaine'),
      mapFile: optional('BEFFROI_MAP'),
      metricsToken: optional('BEFFROI_METRICS_TOKEN'),
    },
  };
}

/** Plain on loopback; elsewhere the town's certificate, or an authority of our own. */
function tlsOf(
  certificateFile: string | null,
  keyFile: string | null,
  bind: string,
  stateDirectory: string,
): TlsSettings {
  if (certificateFile !== null && keyFile !== null) {
    return { kind: 'files', certificateFile, keyFile };
  }
  if (certificateFile !== null || keyFile !== null) {
    throw new Failure(
      'setting-invalid',
      'BEFFROI_TLS_CERT and BEFFROI_TLS_KEY go together: give both or none',
    );
  }
  return isLoopback(bind)
    ? { kind: 'none' }
    : { kind: 'internal', directory: join(stateDirectory, 'tls') };
}

/** Where the root of the key ring lies, by environment. Throws Failure `setting-invalid`. */
export function readKeyRoot(environment: Environment): KeyRootSettings {
  const kind = environment['BEFFROI_KEY_ROOT'] || 'file';
  const needed = (name: string): string => {
    const value = environment[name] ?? '';
    if (value === '') {
      throw new Failure('setting-invalid', `BEFFROI_KEY_ROOT is ${kind}: set ${name} too`);
    }
    return value;
  };
  switch (kind) {
    case 'file':
      return { kind };
    case 'passphrase':
      return { kind, passphraseFile: needed('BEFFROI_KEY_PASSPHRASE_FILE') };
    case 'pkcs11':
      return {
        kind,
        modulePath: needed('BEFFROI_PKCS11_MODULE'),
        tokenLabel: needed('BEFFROI_PKCS11_TOKEN'),
        pinFile: needed('BEFFROI_PKCS11_PIN_FILE'),
      };
    default:
      throw new Failure(
        'setting-invalid',
        `BEFFROI_KEY_ROOT is file, passphrase or pkcs11, not ${kind}`,
      );
  }
}

/** Address and key go together: an answer under no known key vouches for nothing. */
function witnessOf(url: string | null, keyLine: string | null): WitnessSettings | null {
  if (url === null && keyLine === null) {
    return null;
  }
  const isWeb = url !== null && /^https?:\/\/[^/\s]+/.test(url);
  if (!isWeb || keyLine === null || readKey(sha256, keyLine)?.kind !== 4) {
    throw new Failure(
      'setting-invalid',
      'BEFFROI_WITNESS is an address (http://host:port) and BEFFROI_WITNESS_KEY the line that beffroi witness printed: give both or none',
    );
  }
  return { url, keyLine };
}

/** Address and certificates go together: a token of nobody known is no evidence. */
function timeStampsOf(url: string | null, rootsFile: string | null): TimeStampSettings | null {
  if (url === null && rootsFile === null) {
    return null;
  }
  if (url === null || rootsFile === null || !/^https?:\/\/[^/\s]+/.test(url)) {
    throw new Failure(
      'setting-invalid',
      'BEFFROI_TSA is the address of a time-stamping authority (RFC 3161 over http) and BEFFROI_TSA_ROOTS a PEM file with its certificates: give both or none',
    );
  }
  return { url, rootsFile };
}
