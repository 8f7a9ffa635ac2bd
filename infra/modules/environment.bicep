// Where the programs run, and the files that outlive them: usage records on their way to the primary,
// and datasets.
param location string
param tags object
@minLength(13)
param token string
param logsId string
param programsSubnetId string
param endpointsSubnetId string
param filesZoneId string
param zoneRedundant bool
param storageSku string

@allowed(['Enabled', 'Disabled'])
param publicNetworkAccess string

resource environment 'Microsoft.App/managedEnvironments@2026-07-01' = {
  name: 'cae-${token}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: { destination: 'azure-monitor' }
    publicNetworkAccess: publicNetworkAccess
    vnetConfiguration: { infrastructureSubnetId: programsSubnetId, internal: false }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    zoneRedundant: zoneRedundant
  }
  resource usage 'storages' = {
    name: 'usage'
    properties: {
      azureFile: {
        accountName: files.name
        accountKey: files.listKeys().keys[0].value
        shareName: files::service::usage.name
        accessMode: 'ReadWrite'
      }
    }
  }
  // The Warmer writes datasets, the API reads them.
  resource datasets 'storages' = {
    name: 'datasets'
    properties: {
      azureFile: {
        accountName: files.name
        accountKey: files.listKeys().keys[0].value
        shareName: files::service::datasets.name
        accessMode: 'ReadWrite'
      }
    }
  }
  resource datasetsRead 'storages' = {
    name: 'datasets-read'
    properties: {
      azureFile: {
        accountName: files.name
        accountKey: files.listKeys().keys[0].value
        shareName: files::service::datasets.name
        accessMode: 'ReadOnly'
      }
    }
  }
}

resource files 'Microsoft.Storage/storageAccounts@2026-09-01' = {
  name: 'st${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: storageSku }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    publicNetworkAccess: 'Disabled'
    // Container Apps mounts a share with the account's key only.
    allowSharedKeyAccess: true
  }
  resource service 'fileServices' = {
    name: 'default'
    resource usage 'shares' = {
      name: 'usage'
      properties: { shareQuota: 100 }
    }
    resource datasets 'shares' = {
      name: 'datasets'
      properties: { shareQuota: 100 }
    }
  }
}

module endpoint 'endpoint.bicep' = {
  name: 'files-endpoint'
  params: {
    location: location
    tags: tags
    name: 'pe-files-${token}'
    targetId: files.id
    groupId: 'file'
    subnetId: endpointsSubnetId
    zoneId: filesZoneId
  }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environment
  properties: { workspaceId: logsId, logs: [{ categoryGroup: 'allLogs', enabled: true }] }
}

output name string = environment.name
output id string = environment.id
output defaultDomain string = environment.properties.defaultDomain
