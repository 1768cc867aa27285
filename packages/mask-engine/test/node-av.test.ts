import { createNodeAvTranscoders } from '../src/native/transcoders.ts';
import { transcoderContract } from './contract.ts';

transcoderContract('node-av', () => createNodeAvTranscoders({ nowMs: () => 1_700_000_000_000 }));
