/**
 * What is said to an act that wants a proof first (SEC-30 to SEC-35), part of the one catalogue of
 * refusals. `confirm` is a kind of its own: nothing is forbidden, a person is waited for.
 */

export const confirmationRefusals = {
  'confirmation-wanted': [
    'SEC-30',
    'confirm',
    'Cet acte demande une preuve : {act}.',
    'This act wants a proof: {act}.',
  ],
  'second-person-wanted': [
    'SEC-31',
    'confirm',
    'Cet acte attend une seconde personne.',
    'This act waits for a second person.',
  ],
  'confirmation-over': [
    'SEC-32',
    'conflict',
    'Cette confirmation ne vaut pas, ou plus, pour cet acte : recommencez.',
    'This confirmation does not hold, or no longer, for this act: begin again.',
  ],
  'confirmation-refused': [
    'SEC-33',
    'conflict',
    'La seconde personne a refusé cet acte.',
    'The second person has refused this act.',
  ],
  'confirmation-not-yours': [
    'SEC-31',
    'forbidden',
    'Ce n’est pas à vous de confirmer cet acte.',
    'This act is not yours to confirm.',
  ],
  'proof-refused': [
    'SEC-34',
    'invalid',
    'La preuve n’a pas été reconnue. Réessayez, ou prenez un autre moyen.',
    'The proof was not recognised. Try again, or use another way.',
  ],
} as const;
