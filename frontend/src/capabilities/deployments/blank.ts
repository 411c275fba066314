import type { Deployment } from '../../bridge/deployments';

/** blank is a deployment that is not stored yet. */
export function blank(): Deployment {
  return {
    id: '',
    revision: 0,
    name: '',
    tenantId: '',
    hostname: '',
    environment: 'development',
    portalUrl: '',
    messagesUrl: '',
    notes: '',
    variables: [],
    changedAt: '',
  };
}

/** withLists replaces the lists that Go leaves out when they are empty. */
export function withLists(deployment: Deployment): Deployment {
  return { ...deployment, variables: deployment.variables ?? [] };
}
