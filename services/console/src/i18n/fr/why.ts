import { type why as en } from '../en/why.ts';

/** Pronouns stand before the verb and agree in number; nothing agrees in gender, which Vigie does not know. */
export const why: Record<keyof typeof en, string> = {
  'why.sentence': '{actor} {steps}.',
  'why.none': '{actor} a déclenché une alerte sans indice nommé ; lisez les messages qui ont fait monter le risque.',
  'why.person': '{name} ({age})',
  'why.someone': 'quelqu’un',
  'why.them': 'eux',
  'why.others': '{count, plural, one {# autre} other {# autres}}',
  'why.steps.two': '{first}, puis {last}',
  'why.steps.many': '{first}, puis {middle}, et enfin {last}',
  'why.steps.then': ', puis ',
  'why.against': 'À décharge : {cues}.',
  'why.score': 'Risque {score} sur 100, au-dessus du seuil de {threshold}.',
  'why.disguised': '{count, plural, one {# graphie déguisée rétablie} other {# graphies déguisées rétablies}}.',
  'why.degraded': 'Jugé sans toutes les étapes : score à prendre avec prudence.',
  'why.step.unknown': 'a montré « {cue} »',

  'why.step.age_probe':
    '{ref, select, name {a demandé à {target} {n, plural, one {son} other {leur}} âge} other {{n, plural, one {lui a demandé son} other {leur a demandé leur}} âge}}',
  'why.step.flattery':
    '{ref, select, name {a fait des compliments à {target}} other {{n, plural, one {lui} other {leur}} a fait des compliments}}',
  'why.step.secrecy':
    '{ref, select, name {a demandé à {target} de garder le secret} other {{n, plural, one {lui} other {leur}} a demandé de garder le secret}}',
  'why.step.guardian_check':
    '{ref, select, name {a demandé à {target}} other {{n, plural, one {lui} other {leur}} a demandé}} si un parent peut voir l’échange',
  'why.step.isolation':
    '{ref, select, name {a cherché à éloigner {target} de {n, plural, one {ses} other {leurs}} proches} other {a cherché à {n, plural, one {l’éloigner de ses} other {les éloigner de leurs}} proches}}',
  'why.step.gift_offer':
    '{ref, select, name {a offert de l’argent ou un cadeau à {target}} other {{n, plural, one {lui} other {leur}} a offert de l’argent ou un cadeau}}',
  'why.step.photo_request':
    '{ref, select, name {a demandé des photos à {target}} other {{n, plural, one {lui} other {leur}} a demandé des photos}}',
  'why.step.platform_move':
    '{ref, select, name {a demandé à {target} de passer sur une autre application} other {{n, plural, one {lui} other {leur}} a demandé de passer sur une autre application}}',
  'why.step.meeting_request':
    '{ref, select, name {a proposé à {target} de se voir} other {{n, plural, one {lui} other {leur}} a proposé de se voir}}',
  'why.step.age_deception':
    '{ref, select, name {a donné à {target} un âge trompeur} other {{n, plural, one {lui} other {leur}} a donné un âge trompeur}}',
  'why.step.compromising_material':
    '{ref, select, name {a dit détenir quelque chose de compromettant sur {target}} other {a dit détenir quelque chose de compromettant à {n, plural, one {son} other {leur}} sujet}}',
  'why.step.payment_demand':
    '{ref, select, name {a réclamé de l’argent à {target}} other {{n, plural, one {lui} other {leur}} a réclamé de l’argent}}',
  'why.step.exposure_threat':
    '{ref, select, name {a menacé de tout divulguer sur {target}} other {a menacé de tout divulguer à {n, plural, one {son} other {leur}} sujet}}',
  'why.step.deadline':
    '{ref, select, name {a fixé un délai à {target}} other {{n, plural, one {lui} other {leur}} a fixé un délai}}',
  'why.step.false_authority':
    '{ref, select, name {s’est fait passer auprès de {target} pour la police ou une autre autorité} other {s’est fait passer pour la police ou une autre autorité}}',
  'why.step.romance_lure':
    '{ref, select, name {a joué des sentiments pour attirer {target}} other {a joué des sentiments pour {n, plural, one {l’attirer} other {les attirer}}}}',
  'why.step.ambush_lure':
    '{ref, select, name {a cherché à faire venir {target} en un lieu} other {a cherché à {n, plural, one {le faire} other {les faire}} venir en un lieu}}',
  'why.step.accomplice_coordination': 's’est entendu avec des complices',
  'why.step.threat':
    '{ref, select, name {a écrit une menace à {target}} other {{n, plural, one {lui} other {leur}} a écrit une menace}}',
  'why.step.condition': 'a posé une condition',
  'why.step.target': 'a désigné une cible',
  'why.step.time_place': 'a fixé une heure et un lieu',
  'why.step.weapon_acquisition': 'a parlé de se procurer une arme',
  'why.step.hired_harm': 'a parlé de faire du mal à quelqu’un contre paiement',
  'why.step.group_assault': 'a appelé d’autres à attaquer ensemble',
  'why.step.reconnaissance': 'a fait des repérages',
  'why.step.attack_leakage': 'a annoncé une attaque',
};
