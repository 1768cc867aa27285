/** Asks the owner's door as the command line does. */

import { request } from 'node:http';

export function askOwner<T>(socketPath: string, path: string, body: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, method: 'POST' }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => {
        text += part.toString('utf8');
      });
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve(JSON.parse(text) as T) : reject(new Error(text)),
      );
    });
    asked.on('error', reject);
    asked.end(JSON.stringify(body));
  });
}
