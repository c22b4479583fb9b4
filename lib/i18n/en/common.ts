export const common = {
  appName: 'Parley',
  cancel: 'Cancel',
  save: 'Save',
  close: 'Close',
  retry: 'Try again',
  undo: 'Undo',
  loading: 'Loading',
  unknownPerson: 'Somebody',
  notices: 'Notices',
  dismiss: 'Dismiss',
  offline: 'No connection. Try again in a moment.',
}
