using './api.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param containerEnvironmentName = readEnvironmentVariable('CONTAINER_ENVIRONMENT_NAME')
param registryEndpoint = readEnvironmentVariable('AZURE_CONTAINER_REGISTRY_ENDPOINT')
param identityId = readEnvironmentVariable('API_IDENTITY_ID')
param identityClientId = readEnvironmentVariable('API_CLIENT_ID')
param vaultUri = readEnvironmentVariable('VAULT_URI')
param image = readEnvironmentVariable('SERVICE_API_IMAGE_NAME')
param databaseServers = json(readEnvironmentVariable('DATABASE_SERVERS'))
param secContact = readEnvironmentVariable('SEC_CONTACT')
param size = readEnvironmentVariable('SIZE', 'production')
