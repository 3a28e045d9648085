import { type desk as en } from '../en/desk.ts';

export const desk: Record<keyof typeof en, string> = {
  'desk.name': 'Vigie',
  'desk.skip': 'Aller au dossier',
  'desk.skip.queue': 'Aller à la file',
  'desk.language': 'Langue',
  'desk.signed-in': 'Session de {user}',
  'desk.sign-out': 'Se déconnecter',
  'desk.help': 'Touches',
  'desk.close': 'Fermer',
  'desk.cancel': 'Annuler',
  'desk.retry': 'Réessayer',
  'desk.loading': 'Chargement…',

  'sign-in.title': 'Ouvrir une session',
  'sign-in.how':
    'Ouvrez le lien de connexion que Vigie a affiché au démarrage. Il ne sert qu’une fois. Ou collez ici un code ou un jeton.',
  'sign-in.code': 'Lien de connexion, code ou jeton',
  'sign-in.send': 'Se connecter',
  'sign-in.ended':
    'Votre session a pris fin. Reconnectez-vous pour reprendre où vous en étiez ; ce que vous avez écrit est gardé.',
  'sign-in.refused':
    'Ce code est faux ou a déjà servi. Demandez-en un autre, ou redémarrez Vigie pour obtenir un nouveau lien.',
  'sign-in.unreachable': 'Le serveur ne répond pas. Vérifiez que Vigie est en marche, puis réessayez.',

  'live.on': 'En direct',
  'live.connecting': 'Connexion…',
  'live.off': 'Pas en direct',
  'live.lost':
    'La liaison en direct est coupée depuis {time}. La file est relue toutes les 15 secondes en attendant ; un nouveau dossier peut apparaître un peu tard.',
  'live.unreachable':
    'Le serveur ne répond plus depuis {time}. Vous voyez l’état d’alors. Ce que vous avez écrit reste sur cette page ; nous réessayons.',
  'live.try-now': 'Essayer maintenant',

  'keys.title': 'Touches',
  'keys.intro': 'Les touches n’agissent pas pendant que vous écrivez dans un champ.',
  'keys.next': 'Dossier suivant',
  'keys.previous': 'Dossier précédent',
  'keys.open': 'Ouvrir le dossier sélectionné',
  'keys.fresh': 'Afficher les nouveaux dossiers',
  'keys.back': 'Revenir à la file',
  'keys.claim': 'Prendre le dossier',
  'keys.decide': 'Décider du dossier',
  'keys.comment': 'Écrire un commentaire',
  'keys.reveal': 'Afficher ou masquer le texte du message courant',
  'keys.reveal-all': 'Afficher ou masquer tous les textes',
  'keys.message': 'Message d’avant, message d’après',
  'keys.choose': 'Choisir une issue pendant la décision',
  'keys.send': 'Envoyer ce que vous avez écrit',
  'keys.help': 'Cette liste',
  'keys.enabled': 'Utiliser les touches simples',
  'keys.enabled.hint': 'Coupez-les si un lecteur d’écran ou la commande vocale les actionne à votre place.',

  'duration.minutes': '{minutes} min',
  'duration.hours': '{hours} h {minutes} min',
  'duration.days': '{days, plural, one {# jour} other {# jours}} {hours} h',
  'countdown.left': 'encore {span}',
  'countdown.left.moment': 'encore moins d’1 min',
  'countdown.overdue': 'en retard de {span}',
  'countdown.overdue.moment': 'à traiter à l’instant',
};
