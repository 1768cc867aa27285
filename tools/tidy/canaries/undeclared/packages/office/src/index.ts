/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

import type { Id } from '@beffroi/kernel';
import { parse } from 'yaml';

export const read: (text: string) => Id = parse;
