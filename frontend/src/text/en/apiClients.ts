/** The list of API clients. */
export const apiClients = {
  title: 'API clients',
  purpose: 'Who may call the API of this deployment: scripts, installers, the target itself.',
  noDeployment: 'API clients belong to a deployment',
};
