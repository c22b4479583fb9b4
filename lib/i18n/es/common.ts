import type { common as shape } from '../en/common'
import type { Translated } from '../translated'

export const common: Translated<typeof shape> = {
  appName: 'Parley',
  cancel: 'Cancelar',
  save: 'Guardar',
  close: 'Cerrar',
  retry: 'Reintentar',
  undo: 'Deshacer',
  loading: 'Cargando',
  unknownPerson: 'Alguien',
  notices: 'Avisos',
  dismiss: 'Descartar',
  offline: 'Sin conexión. Inténtalo de nuevo en un momento.',
  whenOnline: '{what}. Se envía cuando vuelvas a tener conexión.',
  notFound: 'Aquí no hay nada',
  notFoundHint: 'Puede que la dirección esté mal escrita o que lo que había aquí ya no exista.',
  toInbox: 'Ir a la bandeja de entrada',
  broken: 'Algo falló en esta página',
  brokenHint: 'Lo que guardaste está a salvo.',
  reload: 'Recargar la página',
}
