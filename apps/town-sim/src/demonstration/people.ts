/** The people of the demonstration: one of each post and a second head, invented, with clearances of their post. */

import type { Post } from '@beffroi/town';

export interface DeclaredPerson {
  readonly login: string;
  readonly name: string;
  readonly post: Post;
  readonly authority: string;
}

const prefect = 'Agrément préfectoral DEMO-2025-118, CSI L132-14-1';
const mayor = 'Arrêté du maire DEMO-2025-42';

export const declaredPeople: readonly DeclaredPerson[] = [
  {
    login: 'camille.roussel',
    name: 'Camille Roussel',
    post: 'operator',
    authority: prefect,
  },
  { login: 'nadia.benali', name: 'Nadia Benali', post: 'csu-head', authority: prefect },
  // Two heads, so that what wants a second person can be shown (SEC-31).
  { login: 'yann.kerbrat', name: 'Yann Kerbrat', post: 'csu-head', authority: prefect },
  { login: 'marc.lefevre', name: 'Marc Lefèvre', post: 'police-chief', authority: mayor },
  { login: 'theo.garnier', name: 'Théo Garnier', post: 'technician', authority: mayor },
  { login: 'sophie.arnaud', name: 'Sophie Arnaud', post: 'dpo', authority: mayor },
  {
    login: 'helene.masson',
    name: 'Hélène Masson',
    post: 'inspector',
    authority: 'Commission départementale de vidéoprotection, CSI L251-4',
  },
];
