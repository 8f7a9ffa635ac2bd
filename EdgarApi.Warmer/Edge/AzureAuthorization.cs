using System.Net.Http.Headers;
using Azure.Core;

namespace EdgarApi.Warmer.Edge;

/// <summary>Adds a token for Azure Resource Manager to each request.</summary>
internal sealed class AzureAuthorization(TokenCredential credential) : DelegatingHandler
{
    private static readonly TokenRequestContext Request = new(["https://management.azure.com/.default"]);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await credential.GetTokenAsync(Request, cancellationToken).ConfigureAwait(false);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
