/**
 * One ffmpeg as a pipe: bytes in, bytes out, its complaints kept short. A program that can't be
 * started, or that ends with a code, is a Failure for whoever waits for its end; writing to one
 * that is gone does nothing, because its end already says it.
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { Failure } from '@beffroi/kernel';

const complaintsMax = 2000;

export class PipedProgram {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #ended: Promise<void>;
  #complaints = '';
  #complained = false;
  #room: Promise<void> | null = null;

  constructor(ffmpegPath: string, args: readonly string[]) {
    this.#child = spawn(ffmpegPath, args, {
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (text: Buffer) => {
      this.#complained = true;
      this.#complaints = (this.#complaints + text.toString()).slice(-complaintsMax);
    });
    this.#ended = new Promise((resolve, reject) => {
      const fail = (how: string) =>
        reject(new Failure('ffmpeg-failed', `ffmpeg ${how}; ${this.#complaints.slice(-200)}`));
      this.#child.once('error', (error) => fail(`could not be started: ${error.message}`));
      this.#child.once('close', (code, signal) =>
        code === 0 ? resolve() : fail(`ended with ${signal ?? `code ${code}`}`),
      );
    });
    // Who waits for the end hears it; nobody waiting is no reason to end this process.
    this.#ended.catch(() => undefined);
  }

  /** True once since the last time it was asked, if it wrote to standard error meanwhile. */
  takeComplaint(): boolean {
    const complained = this.#complained;
    this.#complained = false;
    return complained;
  }

  get output(): Readable {
    return this.#child.stdout;
  }

  get waitingBytes(): number {
    return this.#child.stdin.writableLength;
  }

  /** Resolves when there is room for more. */
  async write(bytes: Uint8Array): Promise<void> {
    const { stdin } = this.#child;
    if (!stdin.writable || stdin.write(bytes)) {
      return;
    }
    this.#room ??= this.#nextRoom();
    await this.#room;
  }

  /** One wait for all who write: the pipe has room again, or is gone. */
  #nextRoom(): Promise<void> {
    const { stdin } = this.#child;
    return new Promise<void>((resolve) => {
      const go = () => {
        stdin.off('drain', go);
        stdin.off('close', go);
        this.#room = null;
        resolve();
      };
      stdin.once('drain', go);
      stdin.once('close', go);
    });
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  /** Resolves when the program ended well; its output should have been read by then. */
  ended(): Promise<void> {
    return this.#ended;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
