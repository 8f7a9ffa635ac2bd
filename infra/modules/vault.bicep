// The secrets that no identity replaces: the cache's access key and signing key, and the first API keys.
param location string
param tags object
@minLength(13)
param token string
param logsId string
param subnetId string
param zoneId string

@description('The identities that read secrets.')
param principalIds string[]

@secure()
@minLength(40)
@description('The first API key for /admin.')
param adminApiKey string

@secure()
@minLength(40)
@description('The API key with which the Warmer warms responses.')
param warmingApiKey string

@secure()
@minLength(32)
@description('The key with which the programs sign what they store in Redis.')
param cacheSigningKey string

var secretsUser = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4633458b-17de-408a-b874-0445c86b69e6'
)

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' = {
  name: 'kv-${token}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
    enabledForTemplateDeployment: true
    publicNetworkAccess: 'Disabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' }
  }
  resource signingKey 'secrets' = {
    name: 'cache-signing-key'
    tags: tags
    properties: { value: cacheSigningKey }
  }
  resource adminKey 'secrets' = {
    name: 'admin-api-key'
    tags: tags
    properties: { value: adminApiKey }
  }
  resource warmingKey 'secrets' = {
    name: 'warming-api-key'
    tags: tags
    properties: { value: warmingApiKey }
  }
}

resource readers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, 3): {
    name: guid(vault.id, string(i), secretsUser)
    scope: vault
    properties: { principalId: principalIds[i], principalType: 'ServicePrincipal', roleDefinitionId: secretsUser }
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: vault
  properties: { workspaceId: logsId, logs: [{ categoryGroup: 'audit', enabled: true }] }
}

module endpoint 'endpoint.bicep' = {
  name: 'vault-endpoint'
  params: {
    location: location
    tags: tags
    name: 'pe-vault-${token}'
    targetId: vault.id
    groupId: 'vault'
    subnetId: subnetId
    zoneId: zoneId
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
