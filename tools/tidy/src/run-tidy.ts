/** `node tools/tidy/src/run-tidy.ts`: reads the house, prints what breaks a law, ends with 1 if any. */

import { join } from 'node:path';
import { sayFinding } from './finding.ts';
import { laws } from './laws.ts';
import { readHouse } from './tree.ts';

const house = readHouse(join(import.meta.dirname, '../../..'));
const findings = laws.flatMap((law) => law.check(house));
for (const finding of findings) {
  process.stdout.write(`${sayFinding(finding)}\n`);
}
process.stdout.write(
  `tidy: ${house.sources.length} files, ${laws.length} laws, ${findings.length} findings\n`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
