export const backup = {
  title: 'Backup',
  purpose: 'One sealed file that holds the whole vault as it is at one moment.',
};
