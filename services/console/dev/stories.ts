/** Invented people and conversations for `npm run fiction`. Nothing here happened; nothing here teaches anything. */
export interface Story {
  harm: string;
  severity: 'S0' | 'S1' | 'S2' | 'S3';
  language: string;
  surface: string;
  actor: [id: string, ageBand: string, ageSource: string];
  targets: [id: string, ageBand: string, ageSource: string][];
  /** Minutes until it is due; negative is overdue. */
  due: number;
  owner?: string;
  decided?: string;
  /** Speaker (A is the actor, B, C … the targets), text, risk after it, contribution, cues; minutes since the last one. */
  lines: [speaker: string, text: string, risk: number, contribution: number, cues: string[], gap: number][];
}

export const stories: Story[] = [
  {
    harm: 'grooming',
    severity: 'S0',
    language: 'fr',
    surface: 'DIRECT',
    actor: ['hibou_77', 'ADULT', 'ESTIMATED'],
    targets: [['lila.m', 'AGE_13_15', 'DECLARED']],
    due: 6,
    lines: [
      ['A', 'Salut ! J’ai adoré ton dessin du phare, tu as vraiment un don.', 0.06, 0.31, ['flattery'], 0],
      ['B', 'merci c’est gentil', 0.01, 0, [], 2],
      ['A', 'T’as quel âge au fait ?', 0.19, 1.1, ['age_probe'], 1],
      ['B', '13 bientôt 14', 0.01, 0, [], 1],
      ['A', 'On croirait plus ! Moi 16.', 0.34, 0.74, ['age_deception'], 3],
      ['B', 'ah ok', 0.01, 0, [], 1],
      ['A', 'Tes parents regardent ton téléphone ?', 0.58, 1.02, ['guardian_check'], 95],
      ['B', 'non pas trop', 0.01, 0, [], 2],
      [
        'A',
        'Alors ça reste entre nous, d’accord ? Les autres ne comprendraient pas.',
        0.83,
        1.62,
        ['secrecy', 'isolation'],
        2,
      ],
      ['B', 'euh d’accord', 0.01, 0, [], 4],
      ['A', 'Je peux t’offrir le carnet que tu voulais.', 0.88, 0.42, ['gift_offer'], 6],
      ['B', 'c’est vrai ??', 0.01, 0, [], 1],
      [
        'A',
        'On se voit demain à 17 h devant la gare ? Ne le dis à personne.',
        0.97,
        1.9,
        ['meeting_request', 'secrecy'],
        3,
      ],
      ['B', 'je sais pas, ma mère vient me chercher', 0.01, 0, ['family_logistics'], 5],
    ],
  },
  {
    harm: 'violence',
    severity: 'S0',
    language: 'en',
    surface: 'GROUP',
    actor: ['north-9', 'UNKNOWN', ''],
    targets: [
      ['tam', 'UNKNOWN', ''],
      ['ruben', 'ADULT', 'DECLARED'],
      ['oz', 'UNKNOWN', ''],
      ['mir', 'UNKNOWN', ''],
      ['pal', 'UNKNOWN', ''],
    ],
    due: -3,
    lines: [
      ['A', 'He laughed at me in front of everybody again.', 0.1, 0.5, [], 0],
      ['B', 'just ignore him', 0.02, -0.3, ['support'], 1],
      ['A', 'Not any more. Saturday, after the match, at the bus stop.', 0.74, 2.1, ['target', 'time_place'], 4],
      ['C', 'you mean it?', 0.03, 0, [], 1],
      ['A', 'Everybody comes. He will not walk home.', 0.95, 1.8, ['group_assault', 'threat'], 2],
      ['C', 'leave me out of this', 0.02, -0.6, ['support'], 1],
    ],
  },
  {
    harm: 'extortion',
    severity: 'S1',
    language: 'en',
    surface: 'DIRECT',
    actor: ['sandy_0x', 'UNKNOWN', ''],
    targets: [['jonas.w', 'AGE_16_17', 'VERIFIED']],
    due: 22,
    owner: 'ada',
    lines: [
      ['A', 'You seem so different from the others here.', 0.08, 0.4, ['romance_lure'], 0],
      ['B', 'haha thanks', 0.01, 0, [], 3],
      ['A', 'I saved our whole call, you know.', 0.55, 1.7, ['compromising_material'], 180],
      ['B', 'what? why', 0.01, 0, [], 1],
      ['A', '200 by tonight or your class sees it.', 0.98, 2.4, ['payment_demand', 'deadline', 'exposure_threat'], 2],
      ['B', 'please no', 0.01, 0, [], 1],
    ],
  },
  {
    harm: 'extortion',
    severity: 'S1',
    language: 'fr',
    surface: 'DIRECT',
    actor: ['brigade-num', 'UNKNOWN', ''],
    targets: [['p.aubert', 'ADULT', 'DECLARED']],
    due: 48,
    lines: [
      ['A', 'Ici le service des fraudes, votre compte est sous enquête.', 0.62, 1.8, ['false_authority'], 0],
      ['B', 'je ne comprends pas', 0.01, 0, [], 2],
      ['A', 'Réglez 90 € avant minuit et le dossier est clos.', 0.93, 1.6, ['payment_demand', 'deadline'], 3],
    ],
  },
  {
    harm: 'grooming',
    severity: 'S2',
    language: 'en',
    surface: 'GAME',
    actor: ['captain_reef', 'ADULT', 'VERIFIED'],
    targets: [
      ['minnow', 'UNDER_13', 'VERIFIED'],
      ['starling', 'AGE_13_15', 'DECLARED'],
    ],
    due: 190,
    owner: 'dev',
    lines: [
      ['A', 'You two are the best builders on this server.', 0.07, 0.3, ['flattery'], 0],
      ['B', 'yay', 0.01, 0, [], 1],
      ['A', 'How old are you both?', 0.28, 1.2, ['age_probe'], 2],
      ['C', '14, she is 11', 0.01, 0, [], 1],
      ['A', 'I have another chat where nobody is watching. Come over there?', 0.71, 1.5, ['platform_move'], 5],
      ['B', 'my dad says no', 0.01, 0, ['family_logistics'], 2],
    ],
  },
  {
    harm: 'violence',
    severity: 'S2',
    language: 'fr',
    surface: 'PUBLIC_ROOM',
    actor: ['kestrel', 'UNKNOWN', ''],
    targets: [],
    due: 320,
    lines: [
      ['A', 'Si l’arbitre revient dimanche, il va le regretter.', 0.66, 1.9, ['threat', 'condition'], 0],
      ['B', 'calme-toi, c’est un match', 0.02, -0.2, ['sport', 'support'], 3],
      ['A', 'je plaisante… ou pas', 0.61, -0.25, ['hyperbole'], 1],
    ],
  },
  {
    harm: 'grooming',
    severity: 'S3',
    language: 'fr',
    surface: 'GROUP',
    actor: ['prof_libre', 'ADULT', 'DECLARED'],
    targets: [['noe', 'MINOR', 'ESTIMATED']],
    due: 2500,
    lines: [
      ['A', 'Tu fais toujours du piano ? Tu progresses vite.', 0.22, 0.6, ['flattery', 'professional'], 0],
      ['B', 'oui tous les jours', 0.01, 0, [], 12],
      ['A', 'Écris-moi plutôt en privé, ici c’est bruyant.', 0.41, 0.9, ['platform_move'], 4],
    ],
  },
  {
    harm: 'violence',
    severity: 'S3',
    language: 'en',
    surface: 'DIRECT',
    actor: ['q', 'UNKNOWN', ''],
    targets: [['rowan', 'ADULT', 'DECLARED']],
    due: 3900,
    decided: 'FALSE_ALARM',
    owner: 'ada',
    lines: [
      ['A', 'In chapter two the duke says: you will pay for this.', 0.35, 0.9, ['threat', 'fiction_or_game'], 0],
      ['B', 'ooh, great line', 0.01, 0, [], 2],
    ],
  },
];
