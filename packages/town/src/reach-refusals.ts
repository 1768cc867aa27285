/**
 * Refusals about how far a right reaches: groups of cameras (OPS-15). Part of the one catalogue of
 * `refusal.ts`, which fills and checks them; here only so that no file grows past reading.
 */

export const reachRefusals = {
  'unknown-group': ['SEC-4', 'unknown', 'Groupe de caméras inconnu.', 'Unknown group of cameras.'],
  'group-elsewhere': [
    'OPS-15',
    'invalid',
    'Le groupe « {name} » est d’une autre commune que celles de l’habilitation.',
    'The group “{name}” is of another commune than those of the clearance.',
  ],
  'group-camera-elsewhere': [
    'OPS-15',
    'invalid',
    'Un groupe ne réunit que des caméras de sa commune.',
    'A group holds cameras of its own commune only.',
  ],
  'group-name-taken': [
    'OPS-15',
    'conflict',
    'La commune a déjà un groupe « {name} ».',
    'The commune already has a group “{name}”.',
  ],
  'groups-too-many': [
    'OPS-15',
    'conflict',
    'Une commune a {count} groupes au plus.',
    'A commune has {count} groups at most.',
  ],
  'group-in-use': [
    'OPS-15',
    'conflict',
    'Une habilitation qui n’a pas pris fin désigne ce groupe : retirez-en plutôt les caméras.',
    'A clearance that has not ended names this group: take its cameras out instead.',
  ],
} as const;
