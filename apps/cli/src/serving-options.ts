/**
 * How the centre is served, as `up` is told: address, port, names, certificate. Plain http on
 * loopback alone; anywhere else the town's own certificate, or one from a small authority that the
 * centre makes at its first start, with a plain page that helps to install it (SEC-40).
 */

import { access, constants } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { Failure } from '@beffroi/kernel';
import { type Call, numberOption, textOption, type Verb } from './verb.ts';

const portDefault = 8440;
const portMax = 65_535;

export const servingOptions: Verb['options'] = {
  host: { type: 'string', value: 'ADDRESS', about: 'where to listen; 127.0.0.1 when not given' },
  port: { type: 'string', value: 'NUMBER', about: `port of the console; ${portDefault}` },
  name: {
    type: 'string',
    value: 'NAMES',
    about: 'names by which posts reach the centre, with commas; the first is shown',
  },
  certificate: { type: 'string', value: 'FILE', about: 'the town’s own certificate chain, PEM' },
  key: { type: 'string', value: 'FILE', about: 'its private key, PEM' },
  'plain-port': {
    type: 'string',
    value: 'NUMBER',
    about: 'plain page that helps to install our authority; port + 1, 0 for none',
  },
};

export interface Serving {
  readonly host: string;
  readonly port: number;
  readonly isLoopback: boolean;
  readonly environment: Readonly<Record<string, string>>;
}

/** Throws Failure `usage` for what makes no sense, `tls-unusable` for files that can't be read. */
export async function servingOf(call: Call): Promise<Serving> {
  const host = textOption(call, 'host') ?? '127.0.0.1';
  const port = numberOption(call, 'port', portDefault, { min: 1, max: portMax });
  if (!Number.isInteger(port)) {
    throw new Failure('usage', `--port is a whole number, not ${port}`);
  }
  const isLoopback = /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host);
  const certificate = await readable(call, 'certificate');
  const key = await readable(call, 'key');
  if ((certificate === null) !== (key === null)) {
    throw new Failure('usage', '--certificate and --key go together: give both or none');
  }
  const helpPort = isLoopback || certificate !== null ? 0 : port + 1;
  const plainPort = numberOption(call, 'plain-port', helpPort, { min: 0, max: portMax });
  return {
    ...{ host, port, isLoopback },
    environment: {
      BEFFROI_HOST: host,
      BEFFROI_PORT: String(port),
      ...(isLoopback && textOption(call, 'name') === null
        ? {}
        : { BEFFROI_HOST_NAMES: textOption(call, 'name') ?? namesOf(host).join(',') }),
      ...(certificate === null
        ? {}
        : { BEFFROI_TLS_CERT: certificate, BEFFROI_TLS_KEY: key ?? '' }),
      ...(plainPort === 0 ? {} : { BEFFROI_PLAIN_PORT: String(plainPort) }),
    },
  };
}

/** By what posts may reach this machine when nobody says: its name and addresses. */
function namesOf(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') {
    return [host];
  }
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
    .map(({ address }) => address);
  return [hostname(), ...addresses];
}

async function readable(call: Call, option: string): Promise<string | null> {
  const given = textOption(call, option);
  if (given === null) {
    return null;
  }
  const path = resolve(given);
  await access(path, constants.R_OK).catch((thrown: NodeJS.ErrnoException) => {
    throw new Failure('tls-unusable', `--${option}: ${path} can't be read (${thrown.code})`, {
      cause: thrown,
    });
  });
  return path;
}
