/**
 * A bare page around the media core, without React and without the shell: what the browser tests of
 * `media.test.ts` drive. It only gives the core a name on `window`.
 */

import { runSelfTest } from '../../../src/media/self-test.ts';
import { createViewer } from '../../../src/media/viewer.ts';

export const trial = { createViewer, runSelfTest };

Object.assign(window, { trial });
