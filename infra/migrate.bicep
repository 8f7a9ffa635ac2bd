// Migrates the schema before new revisions of the programs exist. The hook of azure.yaml starts it and waits for it.
import { connectionStrings, vaultSecrets } from 'modules/programs.bicep'

param location string = resourceGroup().location
param environmentName string
param image string
param containerEnvironmentName string
param registryEndpoint string
param identityId string
param vaultUri string

resource environment 'Microsoft.App/managedEnvironments@2026-07-01' existing = { name: containerEnvironmentName }

resource migrate 'Microsoft.App/jobs@2026-07-01' = {
  name: 'migrate'
  location: location
  tags: { 'azd-env-name': environmentName, 'azd-service-name': 'migrate' }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 }
      // A script that fails changes nothing, and fails again.
      replicaRetryLimit: 0
      replicaTimeout: 1800
      registries: [{ server: registryEndpoint, identity: identityId }]
      secrets: vaultSecrets(vaultUri, identityId, ['edgardb'])
    }
    template: {
      containers: [
        {
          name: 'migrate'
          image: image
          args: ['migrate']
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: connectionStrings(['edgardb'])
        }
      ]
    }
  }
}
