/**
 * Words of the crimes that Vigie looks for, which people disguise to pass a filter. A disguise that could be an honest
 * spelling ("@ge" is a handle, "t3l" a code) is undone only where one of these comes out. No word of this list is
 * suspicious by itself: what a message means is for the models to say.
 */
const WORDS = new Set(
  `
age ages adult address alone afraid account amateur app ass anal addict ambush attack abuse
baby bank bitcoin blackmail blood body bomb boob boobs bra breast bullet burn boy boys bitch
cam camera cash child children cock crypto cum cut card code cute
dad dead death dick die dies date delete discord daddy drug drugs
expose explode extort evidence
fake family friend fuck fucking find fight
gang gift girl girls gun guns gore grave groom
hang harm hate hitman home horny hostage house hurt hack hide hotel hard hot
images image instagram insta
kid kids kidnap kik kill killed killer killing kills kiss knife
leak leaked leaks little lonely love
mature meet meeting message mom money mother mum murder minor mask
naked naughty nude nudes nipple number
orgasm old
parents paid panties park password pay paypal payment phone photo photos pic pics picture pictures pistol police porn
porno private pussy penis pills poison
rape rapist revenge rifle rob robbery ransom
school secret secrets send sexe sex sexy sexting shoot shooting shot skype slut snap snapchat stab strip suicide sugar
steal single stream shower
teen teens telegram tell threat tits touch trust transfer teacher tiktok
vagina victim video videos virgin viber
wallet weapon wet wife whatsapp whore
young younger
adresse agresser agression argent arme armes ados ado appart attaque
baise baiser bite balle ballon banque bisou bisous bombe
cadeau cadeaux cache camarade chatte chaude cheri cherie chantage coucher corps couteau copine coquine crever cul
culotte carte classe college collegienne
deshabille dire doigt donne drogue
ecole egorge enfant enfants ensemble embrasse envoie envoi envoyer
famille femme fesses fille filles flingue frapper fusil fric
gamin gamine gosse garcon
honte hotel
intime
jeune jeunes
lycee lyceenne
maison maman meurtre mineur mineure moche mort mourir mouille maitresse menace
niquer nique nue nues nus nudite numero
otage
papa parc parle payer petite pipe poitrine police portable preservatif prive puceau pucelle pute putain poignard
rancon rendez rencontre rencontrer repondre
salope sang secrete secret secrets seins seule seul sexe soeur soumise suce sucer suicide
tabasser tel telephone tirer toucher tue tuer tuerai
vengeance vierge violer viol voler voisin
`
    .trim()
    .split(/\s+/),
);

const ACCENTS = /[\u0300-\u036f]/g;
const LONGEST = 40;

/** Expects lower case; accents do not matter, and a plural s is allowed for. */
export function isWorthDisguising(word: string): boolean {
  if (word.length < 3 || word.length > LONGEST) return false;
  const bare = word.normalize('NFD').replace(ACCENTS, '');
  return WORDS.has(bare) || (bare.endsWith('s') && WORDS.has(bare.slice(0, -1)));
}
