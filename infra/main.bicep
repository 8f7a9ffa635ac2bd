// What EdgarApi runs on. `azd provision` deploys this; `azd deploy` then deploys one module per program beside it.
targetScope = 'subscription'

@description('Name of the azd environment: it separates installations.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region of everything that has one.')
@minLength(1)
param location string

@description('small: one of everything, for trials. production: redundant over zones, behind Front Door.')
@allowed(['small', 'production'])
param size string

@description('Read replicas of the database in size production.')
@minValue(2)
@maxValue(8)
param readReplicas int

@description('Who is told when an alert fires.')
param alertEmail string

@description('Object id of who deploys.')
param deployerId string

@secure()
@description('The key with which the programs sign what they store in Redis.')
@minLength(32)
param cacheSigningKey string

@secure()
@minLength(40)
@description('The first API key for /admin, from `edgar keys generate`.')
param adminApiKey string

@secure()
@minLength(40)
@description('The API key with which the Warmer warms responses, from `edgar keys generate`.')
param warmingApiKey string

var sizes = loadJsonContent('sizes.json')
var chosen = sizes[size]
var tags = { 'azd-env-name': environmentName }
var token = uniqueString(subscription().id, environmentName, location)

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: { location: location, tags: tags, token: token }
}

module network 'modules/network.bicep' = {
  name: 'network'
  scope: group
  params: { location: location, tags: tags, token: token }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    logDays: chosen.logDays
    collectorPrincipalId: identity.outputs.collectorPrincipalId
    alertEmail: alertEmail
    deployerId: deployerId
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    sku: chosen.registry
    logsId: monitoring.outputs.logsId
    principalIds: identity.outputs.principalIds
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    logsId: monitoring.outputs.logsId
    subnetId: network.outputs.endpointsSubnetId
    zoneId: network.outputs.vaultZoneId
    principalIds: identity.outputs.programPrincipalIds
    cacheSigningKey: cacheSigningKey
    adminApiKey: adminApiKey
    warmingApiKey: warmingApiKey
  }
}

module postgres 'modules/postgres.bicep' = {
  name: 'postgres'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    size: chosen.database
    logsId: monitoring.outputs.logsId
    subnetId: network.outputs.databasesSubnetId
    zoneId: network.outputs.postgresZoneId
    replicas: size == 'production' ? readReplicas : 0
    administratorName: identity.outputs.migrateName
    administratorId: identity.outputs.migratePrincipalId
  }
}

module redis 'modules/redis.bicep' = {
  name: 'redis'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    size: chosen.cache
    logsId: monitoring.outputs.logsId
    subnetId: network.outputs.endpointsSubnetId
    zoneId: network.outputs.redisZoneId
    vaultName: vault.outputs.name
  }
}

module environment 'modules/environment.bicep' = {
  name: 'environment'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    logsId: monitoring.outputs.logsId
    programsSubnetId: network.outputs.programsSubnetId
    endpointsSubnetId: network.outputs.endpointsSubnetId
    filesZoneId: network.outputs.filesZoneId
    zoneRedundant: chosen.zoneRedundant
    storageSku: chosen.storage
    publicNetworkAccess: chosen.publicNetworkAccess
  }
}

var apiHost = 'api.${environment.outputs.defaultDomain}'

module frontDoor 'modules/frontdoor.bicep' = if (chosen.frontDoor) {
  name: 'front-door'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    environmentId: environment.outputs.id
    originHost: apiHost
    purgerPrincipalId: identity.outputs.warmerPrincipalId
    logsId: monitoring.outputs.logsId
  }
}

// azd keeps these in its environment, where the modules of the programs read them.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.endpoint
output CONTAINER_ENVIRONMENT_NAME string = environment.outputs.name
output VAULT_URI string = vault.outputs.uri
output DATABASE_SERVERS object[] = postgres.outputs.servers
output API_HOST string = apiHost
output API_IDENTITY_ID string = identity.outputs.apiId
output WARMER_IDENTITY_ID string = identity.outputs.warmerId
output MIGRATE_IDENTITY_ID string = identity.outputs.migrateId
output API_CLIENT_ID string = identity.outputs.apiClientId
output WARMER_CLIENT_ID string = identity.outputs.warmerClientId
output MIGRATE_CLIENT_ID string = identity.outputs.migrateClientId
output COLLECTOR_IDENTITY_ID string = identity.outputs.collectorId
output COLLECTOR_CLIENT_ID string = identity.outputs.collectorClientId
output METRICS_ADDRESS string = monitoring.outputs.metricsAddress
output GRAFANA_NAME string = monitoring.outputs.grafanaName
output GRAFANA_ADDRESS string = monitoring.outputs.grafanaAddress
output PURGE_URL string = chosen.frontDoor ? frontDoor!.outputs.purgeUrl : ''
output PUBLIC_ADDRESS string = chosen.frontDoor ? frontDoor!.outputs.address : 'https://${apiHost}'
