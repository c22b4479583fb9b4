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
}
