export const localAPI = {
  title: 'Local API',
  purpose:
    'An HTTPS API on this machine by which scripts and installers read and write the configuration.',
};
