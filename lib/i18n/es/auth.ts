import type { auth as shape } from '../en/auth'
import type { Translated } from '../translated'

export const auth: Translated<typeof shape> = {
  signIn: 'Iniciar sesión',
  signInLead: 'En la bandeja compartida de tu equipo.',
  email: 'Correo electrónico',
  workspace: 'Espacio de trabajo',
  password: 'Contraseña',
  passwordHint: 'Al menos 12 caracteres.',
  forgot: '¿Has olvidado tu contraseña?',
  forgotLead:
    'Escribe tu correo. Si alguien entra con él y el correo está configurado aquí, te llegará un enlace; vale una hora. Si no, pide a un administrador que te cree uno en Ajustes › Personas.',
  forgotSend: 'Enviarme un enlace',
  forgotDone: 'Si alguien entra con este correo, un enlace está en camino.',
  resetTitle: 'Elige una contraseña nueva',
  resetLead: 'Se cierran tus sesiones en todas partes y entras aquí.',
  resetSave: 'Guardar y entrar',
  newPassword: 'Contraseña nueva',
  endTokens: 'Terminar también mis tokens de API ({n})',
  resetMailSubject: 'Una contraseña nueva para {workspace}',
  resetMail:
    'Hola, {name}:\n\nAlguien ha pedido una contraseña nueva para ti en {workspace}. Elígela aquí en una hora como mucho:\n\n{link}\n\nSi no has sido tú, no hagas nada: tu contraseña sigue como está.',
  yourName: 'Tu nombre',
  workspaceName: 'Nombre de tu espacio de trabajo',
  workspaceNameHint: 'Normalmente, el nombre de tu empresa.',
  join: 'Entrar',
  joinTitle: 'Entra en {name}',
  joinLead: 'Te han invitado a una bandeja compartida. Elige cómo iniciarás sesión.',
  setUp: 'Configurar',
  setUpTitle: 'Configura Parley',
  setUpLead: 'Eres la primera persona aquí, y la primera que administra.',
  linkOver: 'Este enlace ya no sirve',
}
