using './otel-collector.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param containerEnvironmentName = readEnvironmentVariable('CONTAINER_ENVIRONMENT_NAME')
param registryEndpoint = readEnvironmentVariable('AZURE_CONTAINER_REGISTRY_ENDPOINT')
param identityId = readEnvironmentVariable('COLLECTOR_IDENTITY_ID')
param identityClientId = readEnvironmentVariable('COLLECTOR_CLIENT_ID')
param metricsAddress = readEnvironmentVariable('METRICS_ADDRESS')
param size = readEnvironmentVariable('SIZE', 'production')
param image = readEnvironmentVariable(
  'SERVICE_OTEL_COLLECTOR_IMAGE_NAME',
  'otel/opentelemetry-collector-contrib:0.132.0'
)
