/**
 * `beffroi witness`: vouches for registers of other people's centres, from a machine of one's own. It
 * needs their public keys and a folder that it never loses, and runs until it is told to end.
 */

import { startWitness, systemClock } from '@beffroi/csu';
import { Failure } from '@beffroi/kernel';
import { outliveReaders } from '../lost-readers.ts';
import { noMoreWords, numberOption, textOption, type Verb } from '../verb.ts';

export const witnessVerb: Verb = {
  name: 'witness',
  usage: 'witness',
  about: 'vouches for the registers of a centre, from a machine of somebody else',
  options: {
    state: { type: 'string', value: 'DIR', about: 'where its key and what it saw are kept' },
    name: { type: 'string', value: 'NAME', about: 'what it is called, such as temoin.exemple.fr' },
    register: {
      type: 'string',
      multiple: true,
      value: 'LINE',
      about: 'key of a register that it watches; beffroi doctor prints both of a centre',
    },
    host: { type: 'string', value: 'ADDRESS', about: 'address to listen on; 127.0.0.1' },
    port: { type: 'string', value: 'NUMBER', about: 'port to listen on; 8450' },
  },
  async run(call) {
    noMoreWords(call.words);
    const folder = textOption(call, 'state') ?? '';
    const name = textOption(call, 'name') ?? '';
    if (folder === '' || !/^[^\s+]{1,100}$/u.test(name)) {
      throw new Failure('usage', 'say --state DIR and --name NAME, without spaces and +');
    }
    outliveReaders(process.stdout, process.stderr);
    const host = textOption(call, 'host') ?? '127.0.0.1';
    const witness = await startWitness({
      folder,
      name,
      host,
      port: numberOption(call, 'port', 8450, { min: 0, max: 65_535 }),
      registers: [call.values['register'] ?? []].flat().map(String),
      clock: systemClock,
    });
    const url = `http://${host}:${witness.port}`;
    call.print({ url, key: witness.keyLine }, [
      `The witness listens on ${url}. Start the centre with:`,
      `  BEFFROI_WITNESS=${url} BEFFROI_WITNESS_KEY='${witness.keyLine}'`,
    ]);
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
        process.once(signal, () => resolve());
      }
    });
    await witness.close();
  },
};
