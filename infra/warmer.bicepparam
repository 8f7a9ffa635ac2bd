using './warmer.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param containerEnvironmentName = readEnvironmentVariable('CONTAINER_ENVIRONMENT_NAME')
param registryEndpoint = readEnvironmentVariable('AZURE_CONTAINER_REGISTRY_ENDPOINT')
param identityId = readEnvironmentVariable('WARMER_IDENTITY_ID')
param identityClientId = readEnvironmentVariable('WARMER_CLIENT_ID')
param vaultUri = readEnvironmentVariable('VAULT_URI')
param image = readEnvironmentVariable('SERVICE_WARMER_IMAGE_NAME')
param databaseServers = json(readEnvironmentVariable('DATABASE_SERVERS'))
param secContact = readEnvironmentVariable('SEC_CONTACT')
param size = readEnvironmentVariable('SIZE', 'production')
param apiHost = readEnvironmentVariable('API_HOST')
param purgeUrl = readEnvironmentVariable('PURGE_URL', '')
