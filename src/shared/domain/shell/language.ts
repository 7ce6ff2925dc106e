/** Of the app's own settings: the shell speaks as the page does, whatever the system's language. */
export type Language = 'ko' | 'en';
