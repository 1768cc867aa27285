import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';

const least = { DATABASE_URL: 'postgres:///x', BEFFROI_STATE: '/state', BEFFROI_CONSOLE: '/dist' };
const provider = {
  BEFFROI_OIDC_ISSUER: 'https://idp.example/api/v2',
  BEFFROI_OIDC_CLIENT_ID: 'beffroi',
  BEFFROI_OIDC_SECRET: 'only for tests',
};

test('SEC-63 there is no identity provider unless one is set', () => {
  expect(readEnvironment(least).settings.provider).toBeNull();
  expect(readEnvironment({ ...least, ...provider }).settings.provider).toEqual({
    ...{ issuer: 'https://idp.example/api/v2', clientId: 'beffroi' },
    ...{ clientSecret: 'only for tests', label: 'ProConnect', acr: ['eidas1'], amr: [] },
  });
});

test('SEC-40 loopback is plain; anywhere else the town has a certificate or gets one of its own', () => {
  expect(readEnvironment(least).settings).toMatchObject({
    bind: '127.0.0.1',
    port: 8440,
    tls: { kind: 'none' },
  });
  const everywhere = { ...least, BEFFROI_HOST: '0.0.0.0' };
  expect(readEnvironment(everywhere).settings.tls).toEqual({
    kind: 'internal',
    directory: '/state/tls',
  });
  const own = { ...everywhere, BEFFROI_TLS_CERT: '/c.pem', BEFFROI_TLS_KEY: '/k.pem' };
  expect(readEnvironment(own).settings.tls.kind).toBe('files');
});

test.each([
  ['BEFFROI_STATE', { BEFFROI_STATE: '' }],
  ['DATABASE_URL', { DATABASE_URL: undefined }],
  ['BEFFROI_PORT', { BEFFROI_PORT: 'eight' }],
  ['BEFFROI_TLS_KEY', { BEFFROI_TLS_CERT: '/c.pem' }],
  ['BEFFROI_WITNESS_KEY', { BEFFROI_WITNESS: 'http://temoin.example:8450' }],
  ['BEFFROI_TSA_ROOTS', { BEFFROI_TSA: 'http://horodatage.example' }],
  ['BEFFROI_KEY_ROOT', { BEFFROI_KEY_ROOT: 'paper' }],
  ['BEFFROI_KEY_PASSPHRASE_FILE', { BEFFROI_KEY_ROOT: 'passphrase' }],
  ['BEFFROI_PKCS11_TOKEN', { BEFFROI_KEY_ROOT: 'pkcs11', BEFFROI_PKCS11_MODULE: '/m.so' }],
  ['BEFFROI_OIDC_ISSUER', { BEFFROI_OIDC_CLIENT_ID: 'beffroi', BEFFROI_OIDC_SECRET: 'x' }],
  ['BEFFROI_OIDC_ISSUER', { ...provider, BEFFROI_OIDC_ISSUER: 'http://idp.example' }],
  ['BEFFROI_OIDC_CLIENT_ID', { ...provider, BEFFROI_OIDC_CLIENT_ID: '' }],
  ['BEFFROI_OIDC_SECRET_FILE', { ...provider, BEFFROI_OIDC_SECRET: '' }],
  ['BEFFROI_OIDC_SECRET_FILE', { ...provider, BEFFROI_OIDC_SECRET_FILE: '/nowhere/secret' }],
  ['BEFFROI_OIDC_LABEL', { ...provider, BEFFROI_OIDC_LABEL: 'x'.repeat(41) }],
  ['BEFFROI_HOST', { BEFFROI_DEMONSTRATION: '1', BEFFROI_HOST: '0.0.0.0' }],
])('SEC-40 a start without sense is refused, and names %s', (name, change) => {
  expect(() => readEnvironment({ ...least, ...change })).toThrow(name);
});
