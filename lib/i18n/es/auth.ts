import type { auth as shape } from '../en/auth'
import type { Translated } from '../translated'

export const auth: Translated<typeof shape> = {
  signIn: 'Iniciar sesión',
  signInLead: 'En la bandeja compartida de tu equipo.',
  email: 'Correo electrónico',
  password: 'Contraseña',
}
