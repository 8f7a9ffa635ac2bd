// The primary and its read replicas, with the settings of the performance requirements. Reachable from the network only, and only with
// tokens of identities: there is no password.
param location string
param tags object
@minLength(13)
param token string
param size object
param logsId string
param subnetId string
param zoneId string

@description('Read replicas: the first serves requests (edgardb-api), the second analytics (edgardb-analytics), further ones requests.')
@minValue(0)
@maxValue(8)
param replicas int

@description('Name and object id of the identity that may let others in: that of the migration, which also creates the database.')
param administratorName string
param administratorId string

var authentication = { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: tenant().tenantId }

resource primary 'Microsoft.DBforPostgreSQL/flexibleServers@2026-10-01' = {
  name: 'psql-${token}'
  location: location
  tags: tags
  sku: { name: size.sku, tier: size.tier }
  properties: {
    version: '17'
    createMode: 'Default'
    authConfig: authentication
    storage: { storageSizeGB: size.storageGibibytes, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: size.backupDays, geoRedundantBackup: size.geoRedundantBackup }
    highAvailability: { mode: size.highAvailability }
    network: { delegatedSubnetResourceId: subnetId, privateDnsZoneArmResourceId: zoneId, publicNetworkAccess: 'Disabled' }
  }
  resource administrator 'administrators' = {
    name: administratorId
    properties: { principalName: administratorName, principalType: 'ServicePrincipal', tenantId: tenant().tenantId }
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
    dependsOn: [primary::administrator]
  }
]

// A server has at most five replicas. Further ones copy the first.
var direct = min(replicas, 5)

@batchSize(1)
resource copies 'Microsoft.DBforPostgreSQL/flexibleServers@2026-10-01' = [
  for i in range(0, direct): {
    name: 'psql-${token}-r${i + 1}'
    location: location
    tags: tags
    sku: { name: size.sku, tier: size.tier }
    properties: {
      createMode: 'Replica'
      sourceServerResourceId: primary.id
      authConfig: authentication
      storage: { storageSizeGB: size.storageGibibytes, autoGrow: 'Enabled' }
      network: { delegatedSubnetResourceId: subnetId, privateDnsZoneArmResourceId: zoneId, publicNetworkAccess: 'Disabled' }
    }
    // max_connections of a replica must not be below the primary's.
    dependsOn: [configuration]
  }
]

@batchSize(1)
resource copiesOfCopy 'Microsoft.DBforPostgreSQL/flexibleServers@2026-10-01' = [
  for i in range(0, replicas - direct): {
    name: 'psql-${token}-r${direct + i + 1}'
    location: location
    tags: tags
    sku: { name: size.sku, tier: size.tier }
    properties: {
      createMode: 'Replica'
      sourceServerResourceId: copies[0].id
      authConfig: authentication
      storage: { storageSizeGB: size.storageGibibytes, autoGrow: 'Enabled' }
      network: { delegatedSubnetResourceId: subnetId, privateDnsZoneArmResourceId: zoneId, publicNetworkAccess: 'Disabled' }
    }
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: primary
  properties: {
    workspaceId: logsId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource copyDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for i in range(0, direct): {
    name: 'logs'
    scope: copies[i]
    properties: {
      workspaceId: logsId
      logs: [{ categoryGroup: 'allLogs', enabled: true }]
      metrics: [{ category: 'AllMetrics', enabled: true }]
    }
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource copyOfCopyDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for i in range(0, replicas - direct): {
    name: 'logs'
    scope: copiesOfCopy[i]
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

output servers object[] = [
  for (name, i) in names: {
    name: name
    host: i == 0 || replicas == 0
      ? primary.properties.fullyQualifiedDomainName
      : i <= 5
          ? copies[max(min(i, direct) - 1, 0)]!.properties.fullyQualifiedDomainName
          : copiesOfCopy[max(i - 6, 0)]!.properties.fullyQualifiedDomainName
  }
]
