// The Warmer: ingests, executes orders, warms caches. One is active.
import { commonVariables, connectionStrings, probes, vaultSecrets } from 'modules/programs.bicep'

param location string = resourceGroup().location
param environmentName string
param image string
param containerEnvironmentName string
param registryEndpoint string
param identityId string
param vaultUri string
param databaseNames string[]
param apiHost string

@description('Whether the vault has the API key with which the Warmer warms responses. Without it, it warms public ones only.')
param hasWarmingKey bool

@description('Name and email address of the operator, which the SEC requires.')
@minLength(6)
param secContact string

@allowed(['small', 'production'])
param size string

var port = 8080
var container = loadJsonContent('sizes.json')[size].warmer
var scale = loadJsonContent('scale.json')[size].warmer
var connections = concat(databaseNames, ['redis'])
var warmingKey = hasWarmingKey ? ['warming-api-key'] : []

resource environment 'Microsoft.App/managedEnvironments@2026-07-01' existing = { name: containerEnvironmentName }

resource warmer 'Microsoft.App/containerApps@2026-07-01' = {
  name: 'warmer'
  location: location
  tags: { 'azd-env-name': environmentName, 'azd-service-name': 'warmer' }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: false, targetPort: port, transport: 'auto', allowInsecure: false }
      registries: [{ server: registryEndpoint, identity: identityId }]
      secrets: vaultSecrets(vaultUri, identityId, concat(connections, ['cache-signing-key'], warmingKey))
    }
    template: {
      // The program takes at most 30 s to stop.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'warmer'
          image: image
          resources: { cpu: json(container.cpu), memory: container.memory }
          env: concat(
            commonVariables('warmer', port, secContact),
            connectionStrings(connections),
            [{ name: 'services__api__https__0', value: 'https://${apiHost}' }],
            map(warmingKey, secret => { name: 'EdgarApi__Warming__ApiKey', secretRef: secret })
          )
          probes: probes(port)
        }
      ]
      scale: scale
    }
  }
}
