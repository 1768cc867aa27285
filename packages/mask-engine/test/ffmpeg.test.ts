import { createFfmpegTranscoders } from '../src/ffmpeg/transcoders.ts';
import { transcoderContract } from './contract.ts';

transcoderContract('ffmpeg over pipes', () =>
  createFfmpegTranscoders({
    ffmpegPath: 'ffmpeg',
    clock: {
      nowMs: () => 1_700_000_000_000,
      after: (ms, what) => {
        const timer = setTimeout(what, ms);
        return () => clearTimeout(timer);
      },
    },
  }),
);
