/** mailLooks are the ways in which a mail is looked at. */
export const mailLooks = { light: 'Light', dark: 'Dark', narrow: 'Narrow' };
