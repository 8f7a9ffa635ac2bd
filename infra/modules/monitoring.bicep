// Logs, metrics, alerts and dashboards. Programs push OTLP to the collector, which writes to the workspace of metrics.
param location string
param tags object
@minLength(13)
param token string
param logDays int
param collectorPrincipalId string

@description('Who is told when an alert fires.')
param alertEmail string

@description('Who deploys, and so uploads the dashboards. Empty if azd does not know.')
param deployerId string

var metricsPublisher = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '3913510d-42f4-4e42-8a64-420c390055eb'
)
var monitoringDataReader = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'b0d8363b-8ddd-447d-831f-62ca05bff136'
)
// Grafana Editor: https://learn.microsoft.com/azure/managed-grafana/concept-role-based-access-control
var grafanaEditor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'a79a5197-3a5c-4973-a920-486035ffd60f'
)

resource logs 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: 'log-${token}'
  location: location
  tags: tags
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: logDays }
}

resource metrics 'Microsoft.Monitor/accounts@2025-10-03' = {
  name: 'amw-${token}'
  location: location
  tags: tags
  properties: {}
}

resource ingestion 'Microsoft.Insights/dataCollectionEndpoints@2024-03-11' = {
  name: 'dce-${token}'
  location: location
  tags: tags
  properties: { networkAcls: { publicNetworkAccess: 'Enabled' } }
}

resource rule 'Microsoft.Insights/dataCollectionRules@2024-03-11' = {
  name: 'dcr-${token}'
  location: location
  tags: tags
  properties: {
    dataCollectionEndpointId: ingestion.id
    dataSources: { prometheusForwarder: [{ name: 'prometheus', streams: ['Microsoft-PrometheusMetrics'] }] }
    destinations: { monitoringAccounts: [{ name: 'metrics', accountResourceId: metrics.id }] }
    dataFlows: [{ streams: ['Microsoft-PrometheusMetrics'], destinations: ['metrics'] }]
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(rule.id, token, metricsPublisher)
  scope: rule
  properties: { principalId: collectorPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: metricsPublisher }
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${token}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'edgar'
    emailReceivers: [{ name: 'operators', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

// One source: the rules that Prometheus reads elsewhere. The group 'targets' asks whether Prometheus can scrape the programs (the metric
// "up"); here nothing is scraped, so these alerts would fire forever.
var recordings = loadYamlContent('../../monitoring/recording.yml').groups
var alerts = filter(loadYamlContent('../../monitoring/alerts.yml').groups, group => group.name != 'targets')
var severities = { critical: 1, warning: 3 }

resource recordingGroups 'Microsoft.AlertsManagement/prometheusRuleGroups@2023-03-01' = [
  for group in recordings: {
    name: 'recording-${group.name}-${token}'
    location: location
    tags: tags
    properties: {
      enabled: true
      interval: 'PT1M'
      scopes: [metrics.id]
      rules: map(group.rules, rule => {
        record: rule.record
        expression: rule.expr
        labels: rule.?labels ?? {}
      })
    }
  }
]

resource alertGroups 'Microsoft.AlertsManagement/prometheusRuleGroups@2023-03-01' = [
  for group in alerts: {
    name: 'alerts-${group.name}-${token}'
    location: location
    tags: tags
    properties: {
      enabled: true
      interval: 'PT1M'
      scopes: [metrics.id]
      rules: map(group.rules, rule => {
        alert: rule.alert
        expression: rule.expr
        for: 'PT${toUpper(rule.for)}'
        labels: rule.labels
        annotations: rule.annotations
        severity: severities[rule.labels.severity]
        enabled: true
        resolveConfiguration: { autoResolved: true, timeToResolve: 'PT2M' }
        actions: [{ actionGroupId: people.id }]
      })
    }
  }
]

resource grafana 'Microsoft.Dashboard/grafana@2025-08-01' = {
  name: 'amg-${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  identity: { type: 'SystemAssigned' }
  properties: {
    apiKey: 'Disabled'
    publicNetworkAccess: 'Enabled'
    grafanaIntegrations: { azureMonitorWorkspaceIntegrations: [{ azureMonitorWorkspaceResourceId: metrics.id }] }
  }
}

resource grafanaReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(metrics.id, token, monitoringDataReader)
  scope: metrics
  properties: {
    principalId: grafana.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: monitoringDataReader
  }
}

// The hook upload-dashboards.sh signs in as who deploys.
resource deployerEdits 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  name: guid(grafana.id, deployerId, grafanaEditor)
  scope: grafana
  properties: { principalId: deployerId, roleDefinitionId: grafanaEditor }
}

output logsId string = logs.id
output metricsAddress string = '${ingestion.properties.metricsIngestion.endpoint}/dataCollectionRules/${rule.properties.immutableId}/streams/Microsoft-PrometheusMetrics/api/v1/write?api-version=2023-04-24'
output grafanaAddress string = grafana.properties.endpoint
output grafanaName string = grafana.name
