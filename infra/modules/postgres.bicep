// The primary and its read replicas, with the settings of the performance requirements. Reachable from the network only.
param location string
param tags object
@minLength(13)
param token string
param size object
param logsId string
param subnetId string
param zoneId string
param vaultName string

@description('Read replicas: the first serves requests (edgardb-api), the second analytics (edgardb-analytics), further ones requests.')
@minValue(0)
@maxValue(8)
param replicas int

param administrator string

@secure()
param password string

resource primary 'Microsoft.DBforPostgreSQL/flexibleServers@2026-10-01' = {
  name: 'psql-${token}'
  location: location
  tags: tags
  sku: { name: size.sku, tier: size.tier }
  properties: {
    version: '17'
    createMode: 'Default'
    administratorLogin: administrator
    administratorLoginPassword: password
    authConfig: { activeDirectoryAuth: 'Disabled', passwordAuth: 'Enabled' }
    storage: { storageSizeGB: size.storageGibibytes, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: size.backupDays, geoRedundantBackup: size.geoRedundantBackup }
    highAvailability: { mode: size.highAvailability }
    network: { delegatedSubnetResourceId: subnetId, privateDnsZoneArmResourceId: zoneId, publicNetworkAccess: 'Disabled' }
  }
  resource database 'databases' = {
    name: 'edgar'
    properties: { charset: 'UTF8', collation: 'C' }
  }
}

// The same values as in EdgarApi.AppHost/postgres/node.sh, where Azure allows to set them.
var settings = [
  { name: 'autovacuum', value: 'on' }
  { name: 'autovacuum_vacuum_scale_factor', value: '0.1' }
  { name: 'autovacuum_analyze_scale_factor', value: '0.05' }
  { name: 'hot_standby_feedback', value: 'on' }
  { name: 'max_standby_streaming_delay', value: '5000' }
  { name: 'max_connections', value: string(size.maxConnections) }
  { name: 'require_secure_transport', value: 'on' }
  { name: 'ssl_min_protocol_version', value: 'TLSv1.2' }
  { name: 'timezone', value: 'UTC' }
  // For edgar report. Azure loads the library by default; the migration creates the extension.
  { name: 'azure.extensions', value: 'PG_STAT_STATEMENTS' }
  { name: 'pg_stat_statements.track', value: 'top' }
  { name: 'log_min_duration_statement', value: '100' }
  { name: 'log_parameter_max_length', value: '0' }
]

@batchSize(1)
resource configuration 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2026-10-01' = [
  for setting in settings: {
    parent: primary
    name: setting.name
    properties: { value: setting.value, source: 'user-override' }
    dependsOn: [primary::database]
  }
]

@batchSize(1)
resource copies 'Microsoft.DBforPostgreSQL/flexibleServers@2026-10-01' = [
  for i in range(0, replicas): {
    name: 'psql-${token}-r${i + 1}'
    location: location
    tags: tags
    sku: { name: size.sku, tier: size.tier }
    properties: {
      createMode: 'Replica'
      sourceServerResourceId: primary.id
      storage: { storageSizeGB: size.storageGibibytes, autoGrow: 'Enabled' }
      network: { delegatedSubnetResourceId: subnetId, privateDnsZoneArmResourceId: zoneId, publicNetworkAccess: 'Disabled' }
    }
    // max_connections of a replica must not be below the primary's.
    dependsOn: [configuration]
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: primary
  properties: {
    workspaceId: logsId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

resource copyDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for i in range(0, replicas): {
    name: 'logs'
    scope: copies[i]
    properties: {
      workspaceId: logsId
      logs: [{ categoryGroup: 'allLogs', enabled: true }]
      metrics: [{ category: 'AllMetrics', enabled: true }]
    }
  }
]

// Without replicas both roles read from the primary.
var names = union(
  ['edgardb', 'edgardb-api', 'edgardb-analytics'],
  map(range(2, max(replicas - 2, 0)), i => 'edgardb-api-${i}')
)

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = { name: vaultName }

resource connections 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = [
  for (name, i) in names: {
    parent: vault
    name: name
    tags: tags
    properties: {
      value: 'Host=${i == 0 || replicas == 0 ? primary.properties.fullyQualifiedDomainName : copies[max(min(i, replicas) - 1, 0)]!.properties.fullyQualifiedDomainName};Username=${administrator};Password=${password};Database=edgar;SSL Mode=VerifyFull'
    }
  }
]

output connectionNames string[] = names
