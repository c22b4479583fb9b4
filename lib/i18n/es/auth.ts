import type { auth as shape } from '../en/auth'
import type { Translated } from '../translated'

export const auth: Translated<typeof shape> = {
  signIn: 'Iniciar sesión',
  signInLead: 'En la bandeja compartida de tu equipo.',
  email: 'Correo electrónico',
  workspace: 'Espacio de trabajo',
  password: 'Contraseña',
  passwordHint: 'Al menos 12 caracteres.',
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
