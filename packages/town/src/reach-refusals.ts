/**
 * Refusals about how far a right reaches: groups of cameras (OPS-15), saved walls (SEC-22), emergency access (OPS-17). Part of the one catalogue of
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
  'layouts-too-many': [
    'SEC-22',
    'conflict',
    'Vous avez déjà {count} dispositions : supprimez-en une.',
    'You have {count} layouts already: delete one.',
  ],
  'emergency-without-clearance': [
    'OPS-17',
    'forbidden',
    'L’accès d’urgence suppose une habilitation aux images en vigueur, et aucune suspendue. Appelez le responsable du CSU.',
    'An emergency access wants a clearance to pictures in force, and none suspended. Call the head of the centre.',
  ],
  'emergency-open': [
    'OPS-17',
    'conflict',
    'Votre accès d’urgence est déjà ouvert.',
    'Your emergency access is open already.',
  ],
  'emergency-too-often': [
    'OPS-17',
    'forbidden',
    'Vous avez déjà pris {count} accès d’urgence en 24 heures. Le responsable du CSU peut vous habiliter.',
    'You have taken {count} emergency accesses in 24 hours already. The head of the centre can clear you.',
  ],
  'emergency-over': [
    'OPS-19',
    'conflict',
    'Cet accès d’urgence a déjà pris fin.',
    'This emergency access has ended already.',
  ],
  'emergency-not-over': [
    'OPS-20',
    'conflict',
    'Cet accès d’urgence est encore ouvert : mettez-y fin avant de l’examiner.',
    'This emergency access is still open: end it before you review it.',
  ],
  'emergency-own': [
    'OPS-20',
    'forbidden',
    'Personne n’examine son propre accès d’urgence.',
    'Nobody reviews their own emergency access.',
  ],
  'emergency-reviewed': [
    'OPS-20',
    'conflict',
    'Cet accès d’urgence a déjà été examiné.',
    'This emergency access has been reviewed already.',
  ],
  'group-in-use': [
    'OPS-15',
    'conflict',
    'Une habilitation qui n’a pas pris fin désigne ce groupe : retirez-en plutôt les caméras.',
    'A clearance that has not ended names this group: take its cameras out instead.',
  ],
} as const;
