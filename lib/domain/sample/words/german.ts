import type { Tongue } from './tongue'

export const german: Tongue = {
  firstNames: ['Jonas', 'Hannah', 'Lukas', 'Mia', 'Jürgen', 'Käthe', 'Felix', 'Sabine', 'Yasemin', 'Torsten', 'Lea', 'Matthias'],
  lastNames: ['Weber', 'Schäfer', 'Müller', 'Groß', 'Köhler', 'Vogel', 'Yılmaz', 'Brandt', 'Schön', 'Lehmann', 'Engel', 'Voß'],
  cities: ['Freiburg', 'Köln', 'Graz', 'Zürich', 'Leipzig', 'Münster'],
  things: ['Stehlampe', 'Tischplatte', 'Nachttischlampe', 'Sitzbank', 'Kommode', 'Garderobe'],
  openings: [
    'Guten Tag, wo bleibt meine Bestellung {order}? Die Sendungsverfolgung steht seit Montag still.', 'Hallo, ist die {thing} wieder lieferbar?', 'Die {thing} kam mit einem Kratzer an. Wie gehen wir vor?', 'Liefern Sie auch nach {city}, und wie lange dauert das?',
    'Ich möchte die Lieferadresse für {order} ändern.', 'Die Bestellung {order} wurde zweimal abgebucht.', 'Könnten Sie mir bitte eine Rechnung mit Umsatzsteuer-ID schicken?', 'gutscheincode geht nicht', 'Ich würde die {thing} gern zurückgeben, sie ist noch originalverpackt.',
  ],
  letters: ['Es sollte ein Geschenk sein, deshalb drängt die Zeit ein wenig.', 'Wir haben den ganzen Nachmittag gewartet, gekommen ist niemand.', 'Der Karton sah von außen einwandfrei aus, sonst hätte ich nicht unterschrieben.', 'Bisher war immer alles bestens, das möchte ich ausdrücklich dazusagen.', 'Eine Gutschrift wäre für mich auch in Ordnung.', 'Bitte rufen Sie nicht vor zwölf an, ich habe diese Woche Nachtschicht.'],
  answers: [
    'Hallo {name}, danke für Ihre Nachricht. Ich sehe sofort nach.', 'Das tut mir leid, {name}. Könnten Sie mir ein Foto schicken?', 'Gute Nachricht: {order} verlässt morgen das Lager.', 'Die Adresse ist geändert, die neue Bestätigung kommt in ein paar Minuten.',
    'Ja, nach {city} liefern wir gern, meist in drei bis fünf Tagen.', 'Die zweite Buchung ist nur eine Reservierung und verschwindet innerhalb von zwei Tagen.', 'Sie können sie 30 Tage lang zurückgeben; das Etikett liegt in Ihrem Postfach.', 'Nennen Sie mir bitte noch die Bestellnummer?',
  ],
  replies: ['Das ist die {order}.', 'Fotos schicke ich heute Abend.', 'Gibt es schon etwas Neues?', 'Dienstag würde mir besser passen.', 'Gerade noch einmal versucht, gleiches Ergebnis.', 'Und was kostet das?', 'Eilt nicht!', 'Super 👍'],
  thanks: ['Vielen Dank, das ging ja schnell!', 'Perfekt, danke!', 'Jetzt klappt es. Schönen Tag noch!', 'Herzlichen Dank und Grüße aus {city}.', 'Danke, das war alles.'],
}
