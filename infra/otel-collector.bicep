// Receives metrics from the programs and writes them to the workspace, as its identity.
param location string = resourceGroup().location
param environmentName string
param image string
param containerEnvironmentName string
param registryEndpoint string
param identityId string
param identityClientId string
param metricsAddress string

@allowed(['small', 'production'])
param size string

var container = loadJsonContent('sizes.json')[size].collector
var scale = loadJsonContent('scale.json')[size]['otel-collector']

resource environment 'Microsoft.App/managedEnvironments@2026-07-01' existing = { name: containerEnvironmentName }

resource collector 'Microsoft.App/containerApps@2026-07-01' = {
  name: 'otel-collector'
  location: location
  tags: { 'azd-env-name': environmentName, 'azd-service-name': 'otel-collector' }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: false, transport: 'tcp', targetPort: 4317, exposedPort: 4317 }
      // azd may copy the image there.
      registries: [{ server: registryEndpoint, identity: identityId }]
    }
    template: {
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'otel-collector'
          image: image
          args: ['--config=env:COLLECTOR_CONFIGURATION']
          resources: { cpu: json(container.cpu), memory: container.memory }
          env: [
            { name: 'COLLECTOR_CONFIGURATION', value: loadTextContent('otel-collector.yml') }
            { name: 'METRICS_ADDRESS', value: metricsAddress }
            { name: 'IDENTITY_CLIENT_ID', value: identityClientId }
          ]
          probes: [
            { type: 'Startup', httpGet: { path: '/', port: 13133 }, periodSeconds: 2, failureThreshold: 30 }
            { type: 'Readiness', httpGet: { path: '/', port: 13133 }, periodSeconds: 10, failureThreshold: 3 }
            { type: 'Liveness', httpGet: { path: '/', port: 13133 }, periodSeconds: 10, failureThreshold: 3 }
          ]
        }
      ]
      scale: scale
    }
  }
}
