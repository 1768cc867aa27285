/**
 * Refusals about ways in that are somebody else's: accounts at the town's identity provider (SEC-60) and
 * passkeys (SEC-25). Part of the one catalogue of `refusal.ts`, which fills and checks them; here only so
 * that no file grows past reading.
 */

export const identityRefusals = {
  'passkey-taken': [
    'SEC-25',
    'conflict',
    'Cette clé d’accès est déjà celle d’une autre personne : chacun entre par la sienne.',
    'This passkey is already another person’s: each person has their own.',
  ],
  'identity-unknown': [
    'SEC-60',
    'not-signed-in',
    'Ce compte n’est relié à personne dans ce centre. Demandez un lien au responsable du CSU et reliez le compte depuis ce lien.',
    'This account is linked to nobody in this centre. Ask the head of the centre for a link, and link the account from there.',
  ],
  'identity-taken': [
    'SEC-60',
    'conflict',
    'Ce compte est déjà relié à une autre personne : chacun entre par le sien.',
    'This account is already linked to another person: each person has their own.',
  ],
} as const;
