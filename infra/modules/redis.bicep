// The second cache level. Signing in with identities needs a client library that is not available, so the access key goes into the
// vault: it never leaves this module otherwise.
param location string
param tags object
@minLength(13)
param token string
param size object
param logsId string
param subnetId string
param zoneId string
param vaultName string

resource cache 'Microsoft.Cache/redisEnterprise@2026-09-01' = {
  name: 'redis-${token}'
  location: location
  tags: tags
  sku: { name: size.sku }
  properties: {
    minimumTlsVersion: '1.2'
    highAvailability: size.highAvailability
    publicNetworkAccess: 'Disabled'
  }
}

resource database 'Microsoft.Cache/redisEnterprise/databases@2026-09-01' = {
  parent: cache
  name: 'default'
  properties: {
    port: 10000
    clientProtocol: 'Encrypted'
    clusteringPolicy: 'OSSCluster'
    evictionPolicy: 'AllKeysLRU'
    accessKeysAuthentication: 'Enabled'
  }
}

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' existing = { name: vaultName }

resource connection 'Microsoft.KeyVault/vaults/secrets@2026-05-15' = {
  parent: vault
  name: 'redis'
  tags: tags
  properties: {
    value: '${cache.properties.hostName}:10000,password=${database.listKeys().primaryKey},ssl=True,abortConnect=False'
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'metrics'
  scope: cache
  properties: { workspaceId: logsId, metrics: [{ category: 'AllMetrics', enabled: true }] }
}

module endpoint 'endpoint.bicep' = {
  name: 'redis-endpoint'
  params: {
    location: location
    tags: tags
    name: 'pe-redis-${token}'
    targetId: cache.id
    groupId: 'redisEnterprise'
    subnetId: subnetId
    zoneId: zoneId
  }
}
