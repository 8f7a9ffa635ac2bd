using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.Storage.Identity;

/// <summary>The identity of this program in Azure, which replaces passwords.</summary>
public static class AzureIdentity
{
    /// <summary>Setting: client id of the managed identity.</summary>
    public const string ClientIdSetting = "AZURE_CLIENT_ID";

    /// <summary>
    /// Gets the credential: the one that is registered, otherwise the managed identity of <see cref="ClientIdSetting"/>, otherwise whatever
    /// this machine is signed in with, such as the Azure CLI. It caches tokens and renews them before they expire.
    /// </summary>
    public static TokenCredential GetAzureCredential(this IHostApplicationBuilder builder)
    {
        if (builder.Services.LastOrDefault(service => service.ServiceType == typeof(TokenCredential))?.ImplementationInstance
            is TokenCredential registered) return registered;
        TokenCredential created = builder.Configuration[ClientIdSetting] is { Length: > 0 } id
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id))
            : new DefaultAzureCredential();
        builder.Services.AddSingleton(created);
        return created;
    }
}
