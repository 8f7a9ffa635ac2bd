// Lets the programs into the database, migrates the schema and creates the first keys, before new revisions of the programs exist. The
// hook of azure.yaml starts it and waits for it. Its identity is the administrator of the database server.
import { databaseVariables, vaultSecrets } from 'modules/programs.bicep'

param location string = resourceGroup().location
param environmentName string
param image string
param containerEnvironmentName string
param registryEndpoint string
param identityId string
param identityClientId string
param vaultUri string
param databaseServers object[]

@description('The identities of the programs that use the database.')
param programIdentityIds string[]

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
      secrets: vaultSecrets(vaultUri, identityId, ['admin-api-key', 'warming-api-key'])
    }
    template: {
      containers: [
        {
          name: 'migrate'
          image: image
          args: ['migrate']
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: concat(
            databaseVariables(filter(databaseServers, server => server.name == 'edgardb'), identityId, identityClientId),
            map(programIdentityIds, (id, i) => {
              name: 'EdgarApi__Bootstrap__Principals__${i}'
              value: last(split(id, '/'))
            }),
            [
              { name: 'EdgarApi__Bootstrap__AdminKey', secretRef: 'admin-api-key' }
              { name: 'EdgarApi__Bootstrap__WarmerKey', secretRef: 'warming-api-key' }
            ]
          )
        }
      ]
    }
  }
}
