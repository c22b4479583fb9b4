import type { Tongue } from './tongue'

export const spanish: Tongue = {
  firstNames: ['Lucía', 'Mateo', 'Sofía', 'Diego', 'Valentina', 'Javier', 'Camila', 'Andrés', 'Carmen', 'Álvaro', 'Inés', 'Joaquín'],
  lastNames: ['García', 'Fernández', 'Muñoz', 'Torres', 'Ibáñez', 'Romero', 'Quiroga', 'Vargas', 'Peña', 'Castillo', 'Ríos', 'Núñez'],
  cities: ['Sevilla', 'Bogotá', 'Valencia', 'Rosario', 'Monterrey', 'Lima'],
  things: ['lámpara de pie', 'mesa de roble', 'estantería', 'silla', 'mesita de noche', 'alfombra de lana'],
  openings: [
    'Hola, ¿dónde está mi pedido {order}? El seguimiento no cambia desde el lunes.', 'Buenas tardes, ¿la {thing} vuelve a estar disponible?', 'La {thing} llegó con un golpe en una esquina. ¿Qué podemos hacer?', '¿Hacéis envíos a {city}? ¿Cuánto tarda?',
    'Quiero cambiar la dirección de entrega del pedido {order}.', 'Me han cobrado dos veces el pedido {order}.', '¿Me podéis mandar la factura con el NIF de la empresa?', 'hola, el código de descuento no funciona', 'Me gustaría devolver la {thing}, está sin abrir.',
  ],
  letters: ['Era un regalo, así que me corre bastante prisa.', 'Estuve toda la tarde en casa y no vino nadie.', 'Adjunto lo que he encontrado; si falta algo, decídmelo.', 'La caja por fuera parecía perfecta, por eso firmé.', 'Es la primera vez que me pasa con vosotros.', 'Por las mañanas no puedo atender el teléfono.'],
  answers: [
    'Hola {name}, gracias por escribirnos. Ahora mismo lo miro.', 'Lo siento mucho, {name}. ¿Nos puedes enviar una foto?', '¡Buenas noticias! Sale mañana del almacén.', 'Ya he cambiado la dirección; recibirás la confirmación en unos minutos.',
    'Sí, enviamos a {city}; suele tardar de tres a cinco días.', 'El segundo cargo es solo una retención y desaparece en dos días.', 'Tienes 30 días para devolverla; la etiqueta está en tu correo.', '¿Me dices el número de pedido, por favor?',
  ],
  replies: ['Es el {order}.', 'Vale, te la mando esta noche.', '¿Hay novedades?', 'Mejor el martes, si puede ser.', 'Acabo de probar y sigue igual.', '¿Y eso cuánto cuesta?', 'Sin prisa 🙂', 'Genial 👍'],
  thanks: ['¡Muchísimas gracias!', 'Perfecto, gracias.', 'Qué rapidez, ¡gracias! 🙏', 'Ya funciona. ¡Buen día!', 'Eso es todo, gracias.'],
}
