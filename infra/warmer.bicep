// The Warmer: ingests, executes orders, warms caches. One is active.
import { commonVariables, databaseVariables, probes, vaultSecrets } from 'modules/programs.bicep'

param location string = resourceGroup().location
param environmentName string
param image string
param containerEnvironmentName string
param registryEndpoint string
param identityId string
param vaultUri string
param identityClientId string
param databaseServers object[]
param apiHost string

@description('Address of the purge operation of Front Door; empty without Front Door.')
param purgeUrl string

@description('Name and email address of the operator, which the SEC requires.')
@minLength(6)
param secContact string

@allowed(['small', 'production'])
param size string

var port = 8080
var container = loadJsonContent('sizes.json')[size].warmer
var scale = loadJsonContent('scale.json')[size].warmer

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
      secrets: vaultSecrets(vaultUri, identityId, ['redis', 'cache-signing-key', 'warming-api-key'])
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
            databaseVariables(databaseServers, identityId, identityClientId),
            [
              { name: 'services__api__https__0', value: 'https://${apiHost}' }
              { name: 'EdgarApi__Warming__ApiKey', secretRef: 'warming-api-key' }
              { name: 'EdgarApi__Datasets__Directory', value: '/var/lib/edgar/datasets' }
            ],
            empty(purgeUrl) ? [] : [{ name: 'EdgarApi__Edge__PurgeUrl', value: purgeUrl }]
          )
          probes: probes(port)
          volumeMounts: [{ volumeName: 'datasets', mountPath: '/var/lib/edgar/datasets' }]
        }
      ]
      scale: scale
      // The image's user, app, owns the files.
      volumes: [{ name: 'datasets', storageType: 'AzureFile', storageName: 'datasets', mountOptions: 'uid=1654,gid=1654' }]
    }
  }
}
