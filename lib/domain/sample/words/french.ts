import type { Tongue } from './tongue'

export const french: Tongue = {
  firstNames: ['Claire', 'Hugo', 'Manon', 'Gaël', 'Aïcha', 'Étienne', 'Léa', 'Benoît', 'Chloé', 'Théo'],
  lastNames: ['Dubois', 'Lefèvre', 'Moreau', 'Garnier', 'Benali', 'Rousseau', 'Faure', 'Noël', 'Blanc', 'Chevalier'],
  cities: ['Lyon', 'Nantes', 'Bruxelles', 'Genève', 'Québec', 'Dakar'],
  things: ['lampe', 'table en chêne', 'étagère', 'chaise', 'commode'],
  openings: [
    'Bonjour, où en est ma commande {order} ? Le suivi n’a pas bougé depuis lundi.',
    'Bonjour, la {thing} est-elle de nouveau disponible ?',
    'La {thing} est arrivée avec une rayure. Que faire ?',
    'Livrez-vous à {city} ? Et en combien de temps ?',
    'Je voudrais modifier l’adresse de livraison de {order}.',
    'J’ai été débité deux fois pour {order}.',
    'bonsoir le code promo ne marche pas',
  ],
  letters: [
    'C’était un cadeau, le délai compte donc un peu plus que d’habitude.',
    'Nous avons attendu tout l’après-midi et personne n’est venu.',
    'Le carton semblait intact, c’est pourquoi j’ai signé.',
    'C’est la première fois que cela m’arrive chez vous.',
    'Un remboursement partiel me conviendrait aussi.',
  ],
  answers: [
    'Bonjour {name}, merci pour votre message. Je vérifie tout de suite.',
    'Je suis désolée, {name}. Pourriez-vous m’envoyer une photo ?',
    'Bonne nouvelle : {order} part demain de l’entrepôt.',
    'C’est modifié, vous recevrez la confirmation dans quelques minutes.',
    'Oui, nous livrons à {city}, en trois à cinq jours en général.',
    'L’étiquette de retour est dans votre boîte mail.',
  ],
  replies: [
    'C’est la {order}.',
    'Je vous l’envoie ce soir.',
    'Avez-vous des nouvelles ?',
    'Plutôt mardi si possible.',
    'Toujours pareil.',
    'Et cela coûte combien ?',
    'Super 👍',
  ],
  thanks: ['Merci beaucoup !', 'Parfait, merci.', 'Quelle rapidité, merci ! 🙏', 'Tout est en ordre, bonne journée !'],
}
