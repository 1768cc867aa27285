/**
 * Which rights a post can hold at all (SEC-9). A clearance gives rights to a person; the post bounds
 * them: whoever repairs cameras sees no picture (VP-42), whoever controls reads registers and sees
 * no picture (DESIGN 2). Checked when a clearance is given and again at each decision, because a
 * person's post may change.
 */

import type { Post, Right } from './person.ts';
import { rights } from './person.ts';

const registers: readonly Right[] = ['read-register', 'read-health'];

const rightsOfPosts: Readonly<Record<Post, readonly Right[]>> = {
  operator: [
    'watch-live',
    'view-recordings',
    'save-stills',
    'bookmark',
    'read-health',
    'share-layouts',
    // VP-38: whoever is on duty when the officer calls; confirmed or lifted by others.
    'place-holds',
  ],
  'csu-head': rights,
  'police-chief': [
    'watch-live',
    'view-recordings',
    'save-stills',
    'bookmark',
    'manage-people',
    'read-register',
    'read-health',
    'share-layouts',
    'place-holds',
    'end-holds',
  ],
  technician: ['manage-cameras', 'read-health'],
  dpo: registers,
  inspector: registers,
  mayor: registers,
};

/** Whether a post can hold a right (SEC-9). */
export function postMayHold(post: Post, right: Right): boolean {
  return rightsOfPosts[post].includes(right);
}

/** The rights that a post can hold. */
export function rightsOfPost(post: Post): readonly Right[] {
  return rightsOfPosts[post];
}
