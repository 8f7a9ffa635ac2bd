// The API: interchangeable processes behind the ingress.
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

@description('Name and email address of the operator, which the SEC requires.')
@minLength(6)
param secContact string

@allowed(['small', 'production'])
param size string

var port = 8080
var container = loadJsonContent('sizes.json')[size].api
var megabytes = int(replace(container.memory, 'Gi', '')) * 1024
var scale = loadJsonContent('scale.json')[size].api

resource environment 'Microsoft.App/managedEnvironments@2026-07-01' existing = { name: containerEnvironmentName }

resource api 'Microsoft.App/containerApps@2026-07-01' = {
  name: 'api'
  location: location
  tags: { 'azd-env-name': environmentName, 'azd-service-name': 'api' }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 10
      ingress: { external: true, targetPort: port, transport: 'auto', allowInsecure: false }
      registries: [{ server: registryEndpoint, identity: identityId }]
      secrets: vaultSecrets(vaultUri, identityId, ['redis', 'cache-signing-key'])
    }
    template: {
      // The program takes at most 30 s to stop.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'api'
          image: image
          resources: { cpu: json(container.cpu), memory: container.memory }
          env: concat(commonVariables('api', port, secContact), databaseVariables(databaseServers, identityId, identityClientId), [
            { name: 'EdgarApi__TrustedProxies__0', value: '100.100.0.0/16' }
            // Full caches and the process stay below 60 % of the memory, so that the 80 % rule does not hold the API at its maximum.
            { name: 'EdgarApi__Cache__MemoryMegabytes', value: string(megabytes / 8) }
            { name: 'EdgarApi__Facts__CacheMegabytes', value: string(megabytes / 4) }
            // All processes together stay within max_connections: edgar capacity.
            { name: 'EdgarApi__Postgres__MaxPoolSize', value: string(container.poolSize) }
            { name: 'EdgarApi__Usage__SpoolDirectory', value: '/var/lib/edgar/usage' }
            { name: 'EdgarApi__Datasets__Directory', value: '/var/lib/edgar/datasets' }
          ])
          probes: probes(port)
          volumeMounts: [
            { volumeName: 'usage', mountPath: '/var/lib/edgar/usage' }
            { volumeName: 'datasets', mountPath: '/var/lib/edgar/datasets' }
          ]
        }
      ]
      scale: scale
      // The image's user, app, owns the files.
      volumes: [
        { name: 'usage', storageType: 'AzureFile', storageName: 'usage', mountOptions: 'uid=1654,gid=1654' }
        { name: 'datasets', storageType: 'AzureFile', storageName: 'datasets-read', mountOptions: 'uid=1654,gid=1654' }
      ]
    }
  }
}
